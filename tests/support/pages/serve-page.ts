/** Serves a test page, written in TypeScript, at one of this machine's addresses. */
import { basename } from 'node:path';
import { createServer } from 'vite';

/**
 * Bundled in advance. If Vite found these modules only on request, it would reload the page while
 * it loads.
 */
export const bundledInAdvance = ['engine.io-client', 'loglevel', 'socket.io-client', 'zod/mini'];

export interface ServedPage {
  readonly origin: string;
  close(): Promise<void>;
}

/** Tests that run at the same time have caches of their own, since Vite rewrites a cache in use. */
const worker = process.env['TEST_PARALLEL_INDEX'] ?? '0';

/** `more`: further packages that the page imports. */
export async function servePage(folder: string, host = '127.0.0.1', more: readonly string[] = []): Promise<ServedPage> {
  const server = await createServer({
    root: folder,
    configFile: false,
    logLevel: 'error',
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-${basename(folder)}-${worker}`,
    server: { host, port: 0, hmr: false, ws: false, fs: { strict: false } },
    // These two are nested in several workspaces, and are ES modules already.
    optimizeDeps: { include: [...bundledInAdvance, ...more], exclude: ['p-limit', 'yocto-queue'] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error(`${folder} is not served`);
  return { origin: `http://${host}:${String(address.port)}`, close: () => server.close() };
}
