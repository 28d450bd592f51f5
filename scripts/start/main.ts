/**
 * `npm start`: builds what is out of date, starts the signaling service and opens the presenter.
 * They end together.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import open from 'open';
import manifest from '../../package.json' with { type: 'json' };
import { findOwnAddress, urlHost } from '../../signaling-server/src/door/find-own-address.ts';
import { buildStale } from '../build/build-stale.ts';
import { hasDisplay } from '../programs/display.ts';
import { electronArgs, findElectron, findOrDownloadElectron, isLinuxRoot } from '../programs/electron.ts';
import { ifLoadable } from '../programs/find-file.ts';
import { endChild } from '../programs/run-program.ts';
import { startElectron } from '../programs/start-electron.ts';
import { chromiumLibraries } from '../programs/system-packages.ts';
import { readStartOptions, startHelp, type StartOptions } from './options.ts';
import { servePresenter } from './serve-presenter.ts';
import { startSignaling, type SignalingProcess } from './signaling-process.ts';
import { lockStart } from './start-lock.ts';
import { stopRequested } from './stop-request.ts';

const root = join(import.meta.dirname, '../..');
const dataFolder = join(root, '.data');
const print = (line: string): void => console.log(line);

/** A signal may reach a child process this much earlier than this process. */
const SIGNAL_SKEW_MS = 500;

async function run(options: StartOptions): Promise<void> {
  const startedAt = Date.now();
  const stopped = stopRequested();
  const lock = lockStart(dataFolder);
  if (!lock.isOurs) {
    throw new Error(
      `Lectern is already running from this folder (process ${lock.processId}). Use that one, or end it first with Ctrl-C.`,
    );
  }
  try {
    const built = await buildStale(root, print);
    if (built === 0) print('Everything is up to date.');
    const electron = options.presenter === 'desktop' ? await findDesktopRuntime() : undefined;
    await (electron === undefined
      ? presentInBrowser(options, stopped, startedAt)
      : presentInApp(electron, options, stopped, startedAt));
  } finally {
    lock.release();
  }
}

/** Electron's binary. Undefined if the app cannot run here; a printed line then says why. */
async function findDesktopRuntime(): Promise<string | undefined> {
  if (!hasDisplay()) {
    print('There is no display here, so you present from a browser on this machine instead of the app.');
    return undefined;
  }
  const electron = ifLoadable(await findOrDownloadElectron(print));
  if (electron === undefined) {
    if (findElectron() !== undefined)
      print(`Electron needs system libraries that are missing: ${chromiumLibraries.join(', ')}.`);
    print('You present from a browser on this machine instead of the app.');
  }
  return electron;
}

async function startService(options: StartOptions, presenterOrigin?: string): Promise<SignalingProcess> {
  const service = await startSignaling({
    entry: join(root, 'signaling-server/dist/server.js'),
    preferredPort: options.servicePort,
    dataFolder,
    env: {
      LECTERN_LOG_LEVEL: process.env['LECTERN_LOG_LEVEL'] || 'warn',
      ...(presenterOrigin === undefined ? {} : { LECTERN_ALLOWED_ORIGINS: presenterOrigin }),
    },
  });
  if (options.servicePort !== 0 && service.port !== options.servicePort) {
    print(`Port ${options.servicePort} is taken, so watchers use port ${service.port}.`);
  }
  const own = await findOwnAddress(['IPv4', 'IPv6']);
  const host = own === undefined ? 'localhost' : urlHost(own);
  print(`The service runs at http://${host}:${service.port}. The presenter shows the link for watchers.`);
  return service;
}

const seconds = (sinceMs: number): string => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

async function presentInApp(
  electron: string,
  options: StartOptions,
  stopped: Promise<void>,
  startedAt: number,
): Promise<void> {
  const service = await startService(options);
  if (isLinuxRoot())
    print('You are root, so the app runs without Chromium’s sandbox. Better start it as an ordinary user.');
  const args = [...electronArgs(), join(root, 'electron'), `--service=http://127.0.0.1:${service.port}`];
  const { app, start, ended } = startElectron(electron, args);
  // The service is also ended on purpose: after the app, or to go on in the browser.
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const asked = Promise.race([stopped, finished]);
  const ending = Promise.race([stopped, unexpectedEnd(service.ended, asked)]).then(() => ({ kind: 'ending' }) as const);
  const started = await Promise.race([start, ending]);
  if (started.kind === 'failed' && (await isUnasked(stopped))) {
    print(`The app could not start: ${started.reason}.`);
    print('You present from a browser on this machine instead.');
    finish();
    await service.stop();
    return presentInBrowser(options, stopped, startedAt);
  }
  if (started.kind === 'open-already' && (await isUnasked(stopped))) {
    print('Lectern is already open on this computer. Its window has come to the front; close it to start it here.');
    process.exitCode = 1;
  }
  if (started.kind === 'open') {
    print(`The presenter app is open (${seconds(startedAt)}). Close it, or press Ctrl-C here, to end.`);
    const end = await Promise.race([ended, ending]);
    if ('code' in end && end.code !== 0 && (await isUnasked(stopped))) {
      console.error(`The app ended unexpectedly (${end.signal ?? `code ${String(end.code)}`}); see above.`);
      process.exitCode = 1;
    }
  }
  finish();
  await Promise.all([endChild(app), service.stop()]);
  print('Lectern has ended.');
  return undefined;
}

async function presentInBrowser(options: StartOptions, stopped: Promise<void>, startedAt: number): Promise<void> {
  const page = await servePresenter({
    folder: join(root, 'renderer/dist'),
    preferredPort: options.presenterPort,
    version: manifest.version,
  });
  try {
    const service = await startService(options, page.origin);
    page.announceService(`http://127.0.0.1:${service.port}`);
    print(`Open this address in a browser on this machine to present. It works once:\n\n    ${page.address}\n`);
    // The address is printed as well, so a browser that cannot be opened is no failure.
    if (options.openBrowser && hasDisplay()) await open(page.address).catch(() => undefined);
    print(`Ready (${seconds(startedAt)}). Press Ctrl-C to end.`);
    await Promise.race([stopped, unexpectedEnd(service.ended, stopped)]);
    await service.stop();
  } finally {
    await page.close();
  }
  print('Lectern has ended.');
}

/**
 * Settles when the service has ended although nothing asked it to. Ctrl-C reaches the service as
 * well.
 */
async function unexpectedEnd(ended: Promise<void>, stopped: Promise<void>): Promise<void> {
  await ended;
  if (!(await isUnasked(stopped))) return;
  console.error('The signaling service ended unexpectedly; see above.');
  process.exitCode = 1;
}

/**
 * Whether a child process has ended by itself: a signal may reach it before it reaches this
 * process.
 */
const isUnasked = async (stopped: Promise<void>): Promise<boolean> =>
  (await Promise.race([stopped, setTimeout(SIGNAL_SKEW_MS, 'unasked')])) === 'unasked';

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === 'help') print(startHelp);
  else await run(options);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
