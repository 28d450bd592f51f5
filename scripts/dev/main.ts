/** `npm run dev`: service, both pages and the app with live reload. Ctrl-C ends them all. */
import { join } from 'node:path';
import getPort from 'get-port';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import manifest from '../../package.json' with { type: 'json' };
import { findOwnAddress, urlHost } from '../../signaling-server/src/door/find-own-address.ts';
import { hasDisplay } from '../programs/display.ts';
import { findOrDownloadElectron } from '../programs/electron.ts';
import { startSignaling } from '../start/signaling-process.ts';
import { stopRequested } from '../start/stop-request.ts';
import { printerFor, printLines, viteLogger } from './prefixed-output.ts';
import { startDevApp } from './presenter-app.ts';

const root = join(import.meta.dirname, '../..');
const print = printerFor('lectern');
const WATCHER_PORT = 5173;
const PRESENTER_PORT = 5174;
const SERVICE_PORT = 8420;
const LOOPBACK = '127.0.0.1';

/** Answers `/host.json` as `serve-presenter.ts` does for the built page. */
const hostFile = (serviceUrl: string): Plugin => ({
  name: 'lectern:host-file',
  configureServer: ({ middlewares }) => {
    middlewares.use('/host.json', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ version: `${manifest.version}-dev`, defaultServiceUrl: serviceUrl }));
    });
  },
});

async function serveWatcherPage(port: number, serviceUrl: string): Promise<ViteDevServer> {
  const server = await createServer({
    root: join(root, 'watcher-web'),
    customLogger: viteLogger(printerFor('watcher')),
    // The page connects to its own origin; signaling is passed on to the service.
    server: { host: true, port, strictPort: true, proxy: { '/signaling': { target: serviceUrl, ws: true } } },
  });
  return server.listen();
}

async function servePresenterPage(port: number, serviceUrl: string): Promise<ViteDevServer> {
  const server = await createServer({
    root: join(root, 'renderer'),
    customLogger: viteLogger(printerFor('presenter')),
    server: { host: LOOPBACK, port, strictPort: true },
    plugins: [hostFile(serviceUrl)],
  });
  return server.listen();
}

async function run(): Promise<void> {
  const stopped = stopRequested();
  const watcherPort = await getPort({ port: WATCHER_PORT });
  const presenterPort = await getPort({ port: PRESENTER_PORT, host: LOOPBACK });
  const presenterUrl = `http://${LOOPBACK}:${presenterPort}`;
  const own = await findOwnAddress(['IPv4', 'IPv6']);
  const service = await startSignaling({
    entry: join(root, 'signaling-server/src/main.ts'),
    preferredPort: SERVICE_PORT,
    dataFolder: join(root, '.data'),
    nodeArgs: ['--watch', '--watch-preserve-output'],
    onOutput: (output) => printLines(output, printerFor('service')),
    env: {
      LECTERN_PUBLIC_URL: `http://${own === undefined ? 'localhost' : urlHost(own)}:${watcherPort}`,
      LECTERN_ALLOWED_ORIGINS: presenterUrl,
    },
  });
  const serviceUrl = `http://${LOOPBACK}:${service.port}`;
  const pages = await Promise.all([
    serveWatcherPage(watcherPort, serviceUrl),
    servePresenterPage(presenterPort, serviceUrl),
  ]);
  const electron = hasDisplay() ? await findOrDownloadElectron(print) : undefined;
  const app = electron === undefined ? undefined : await startDevApp({ root, electron, presenterUrl, serviceUrl });
  print(app ? 'The presenter app is open.' : `There is no display or no Electron here. Present from ${presenterUrl}`);
  print('Changes reload by themselves. Press Ctrl-C to end.');
  await stopped;
  await Promise.all([app?.stop(), service.stop(), ...pages.map((page) => page.close())]);
}

try {
  await run();
} catch (cause) {
  console.error(cause);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
// Vite's file watchers can keep the process alive.
process.exit();
