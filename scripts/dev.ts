/** `npm run dev`: all parts with live reload in one process; Ctrl-C ends them all. */
import { join } from 'node:path';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import about from '../package.json' with { type: 'json' };
import { startDevApp } from './dev-app.ts';
import { hasDisplay, haveElectron } from './electron-runtime.ts';
import { lanAddress } from './lan-address.ts';
import { portOrFree } from './free-port.ts';
import { showLines, viteLogger, voiceOf } from './prefixed.ts';
import { startSignaling } from './signaling-child.ts';
import { untilAskedToStop } from './until-asked-to-stop.ts';

const root = join(import.meta.dirname, '..');
const say = voiceOf('lectern');
const WATCHER_PORT = 5173;
const PRESENTER_PORT = 5174;
const SERVICE_PORT = 8420;
const LOOPBACK = '127.0.0.1';

/** What `serve-presenter.ts` answers in a built Lectern. */
const hostFile = (serviceUrl: string): Plugin => ({
  name: 'lectern:host-file',
  configureServer: ({ middlewares }) => {
    middlewares.use('/host.json', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ version: `${about.version}-dev`, defaultServiceUrl: serviceUrl }));
    });
  },
});

async function serveWatcherPage(port: number, serviceUrl: string): Promise<ViteDevServer> {
  const server = await createServer({
    root: join(root, 'watcher-web'),
    customLogger: viteLogger(voiceOf('watcher')),
    // The page talks to where it came from; signaling goes on to the service.
    server: { host: true, port, strictPort: true, proxy: { '/signaling': { target: serviceUrl, ws: true } } },
  });
  return server.listen();
}

async function servePresenterPage(port: number, serviceUrl: string): Promise<ViteDevServer> {
  const server = await createServer({
    root: join(root, 'renderer'),
    customLogger: viteLogger(voiceOf('presenter')),
    server: { host: LOOPBACK, port, strictPort: true },
    plugins: [hostFile(serviceUrl)],
  });
  return server.listen();
}

async function run(): Promise<void> {
  const stopped = untilAskedToStop();
  const watcherPort = await portOrFree(WATCHER_PORT, '0.0.0.0');
  const presenterPort = await portOrFree(PRESENTER_PORT, LOOPBACK);
  const presenterUrl = `http://${LOOPBACK}:${presenterPort}`;
  const service = await startSignaling({
    entry: join(root, 'signaling-server/src/main.ts'),
    wantedPort: SERVICE_PORT,
    dataFolder: join(root, '.data'),
    nodeArgs: ['--watch', '--watch-preserve-output'],
    show: (output) => showLines(output, voiceOf('service')),
    env: {
      LECTERN_PUBLIC_URL: `http://${lanAddress() ?? 'localhost'}:${watcherPort}`,
      LECTERN_ALLOWED_ORIGINS: presenterUrl,
    },
  });
  const serviceUrl = `http://${LOOPBACK}:${service.port}`;
  const pages = await Promise.all([
    serveWatcherPage(watcherPort, serviceUrl),
    servePresenterPage(presenterPort, serviceUrl),
  ]);
  const electron = hasDisplay() ? await haveElectron(say) : undefined;
  const app = electron === undefined ? undefined : await startDevApp({ root, electron, presenterUrl, serviceUrl });
  say(app ? 'The presenter app is open.' : `There is no display or no Electron here; present from ${presenterUrl}`);
  say('Every change is picked up. Press Ctrl-C to end.');
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
// Vite's watchers may linger.
process.exit();
