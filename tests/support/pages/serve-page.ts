/** Serves a small page of these tests, in TypeScript, to a browser on this machine or, at another of its addresses, to one beyond. */
import { basename } from 'node:path';
import { createServer } from 'vite';

/** Named beforehand: a module that is only found when it is asked for would be served anew, and the page left half loaded. */
export const packedBeforehand = ['engine.io-client', 'loglevel', 'socket.io-client', 'zod/mini'];

export interface ServedPage {
  readonly origin: string;
  close(): Promise<void>;
}

export async function servePage(folder: string, host = '127.0.0.1'): Promise<ServedPage> {
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-${basename(folder)}`,
    server: { host, port: 0, hmr: false, ws: false, fs: { strict: false } },
    optimizeDeps: { include: packedBeforehand },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error(`${folder} is not served`);
  return { origin: `http://${host}:${String(address.port)}`, close: () => server.close() };
}
