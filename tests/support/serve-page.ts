/** Serves a small page of these tests, in TypeScript, to a browser on this machine. */
import { basename } from 'node:path';
import { createServer } from 'vite';

export interface ServedPage {
  readonly origin: string;
  close(): Promise<void>;
}

export async function servePage(folder: string): Promise<ServedPage> {
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    cacheDir: `${import.meta.dirname}/../node_modules/.vite-${basename(folder)}`,
    server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, fs: { strict: false } },
    optimizeDeps: { include: ['socket.io-client', 'zod/mini'] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error(`${folder} is not served`);
  return { origin: `http://127.0.0.1:${String(address.port)}`, close: () => server.close() };
}
