/** Serves the page presenter to a test. */
import { createServer } from 'vite';

export interface ServedPresenter {
  readonly origin: string;
  close(): Promise<void>;
}

export async function servePagePresenter(): Promise<ServedPresenter> {
  const server = await createServer({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    cacheDir: `${import.meta.dirname}/../../node_modules/.vite-page-presenter`,
    server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, fs: { strict: false } },
    optimizeDeps: { include: ['socket.io-client', 'zod/mini'] },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('the page presenter is not served');
  return { origin: `http://127.0.0.1:${String(address.port)}`, close: () => server.close() };
}
