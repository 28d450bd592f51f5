/** `npm start`: builds what is stale, starts the signaling service, opens the presenter; ends all of it together. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import about from '../package.json' with { type: 'json' };
import { BuildFailed, buildStale } from './build-stale.ts';
import { electronArgs, hasDisplay, haveElectron, isLinuxRoot } from './electron-runtime.ts';
import { lanAddress } from './lan-address.ts';
import { openBrowser } from './open-browser.ts';
import { endChild } from './run-program.ts';
import { claimStart } from './running-start.ts';
import { servePresenter, type PresenterPage } from './serve-presenter.ts';
import { startSignaling } from './signaling-child.ts';
import { readStartOptions, startHelp, type StartOptions } from './start-options.ts';
import { untilAskedToStop } from './until-asked-to-stop.ts';

const root = join(import.meta.dirname, '..');
const dataFolder = join(root, '.data');
const say = (line: string): void => console.log(line);

/** Something that people can put right: shown as it is, without a trace. */
class CannotStart extends Error {}

async function run(options: StartOptions): Promise<void> {
  const startedAt = Date.now();
  const stopped = untilAskedToStop();
  const claim = claimStart(dataFolder);
  if (!claim.got) {
    throw new CannotStart(
      `Lectern is already running from this folder (process ${claim.processId}). Use that one, or end it with Ctrl-C first.`,
    );
  }
  try {
    const built = await buildStale(root, say);
    if (built === 0) say('Everything is built already.');
    const electron = options.presenter === 'desktop' ? await findDesktop() : undefined;
    await (electron === undefined
      ? presentInBrowser(options, stopped, startedAt)
      : presentInApp(electron, options, stopped, startedAt));
  } finally {
    claim.release();
  }
}

/** Electron's binary, or undefined after having said why there is none. */
async function findDesktop(): Promise<string | undefined> {
  if (!hasDisplay()) {
    say('There is no display here, so the presenter opens in a browser on this machine instead of the app.');
    return undefined;
  }
  const electron = await haveElectron(say);
  if (electron === undefined) {
    say(
      'Electron could not be fetched, so the presenter opens in a browser on this machine instead of the app. To try again, run “npx install-electron”, then “npm start”.',
    );
  }
  return electron;
}

async function startService(options: StartOptions, presenterOrigin?: string) {
  const service = await startSignaling({
    entry: join(root, 'signaling-server/dist/server.js'),
    wantedPort: options.servicePort,
    dataFolder,
    env: {
      LECTERN_LOG_LEVEL: process.env['LECTERN_LOG_LEVEL'] || 'warn',
      ...(presenterOrigin === undefined ? {} : { LECTERN_ALLOWED_ORIGINS: presenterOrigin }),
    },
  });
  if (options.servicePort !== 0 && service.port !== options.servicePort) {
    say(`Port ${options.servicePort} is taken; watchers come in by port ${service.port}.`);
  }
  say(`Watchers come in at http://${lanAddress() ?? 'localhost'}:${service.port}; the presenter shows the whole link.`);
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
    say('You are root, so the app runs without Chromium’s sandbox. Better: start it as an ordinary user.');
  const args = [...electronArgs(), join(root, 'electron'), `--service=http://127.0.0.1:${service.port}`];
  const app: ChildProcess = spawn(electron, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const appEnded = new Promise<void>((resolve) => {
    app.once('exit', () => resolve());
    app.once('error', (cause) => {
      say(`The app could not be opened: ${cause.message}. “npm start -- --browser” presents from the browser.`);
      process.exitCode = 1;
      resolve();
    });
  });
  say(`The presenter app is open (${seconds(startedAt)}). Close it, or press Ctrl-C here, to end.`);
  await Promise.race([appEnded, stopped, unexpectedEnd(service.ended, stopped)]);
  await Promise.all([endChild(app), service.stop()]);
  say('Lectern has ended.');
}

async function presentInBrowser(options: StartOptions, stopped: Promise<void>, startedAt: number): Promise<void> {
  const page: PresenterPage = await servePresenter({
    folder: join(root, 'renderer/dist'),
    wantedPort: options.presenterPort,
    version: about.version,
  });
  try {
    const service = await startService(options, page.origin);
    page.announceService(`http://127.0.0.1:${service.port}`);
    say(`Present from a browser on this machine; the address works once:\n\n    ${page.address}\n`);
    if (options.openBrowser && hasDisplay()) openBrowser(page.address);
    say(`Ready (${seconds(startedAt)}). Press Ctrl-C to end.`);
    await Promise.race([stopped, unexpectedEnd(service.ended, stopped)]);
    await service.stop();
  } finally {
    await page.close();
  }
  say('Lectern has ended.');
}

/** Ctrl-C reaches the service as well: its end is a surprise only if nobody asked for one. */
async function unexpectedEnd(ended: Promise<void>, stopped: Promise<void>): Promise<void> {
  await ended;
  // A signal to both may reach the service first.
  if ((await Promise.race([stopped, setTimeout(500, 'surprise')])) !== 'surprise') return;
  console.error('The signaling service has ended by itself; see above.');
  process.exitCode = 1;
}

try {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === 'help') say(startHelp);
  else await run(options);
} catch (cause) {
  console.error(cause instanceof CannotStart || cause instanceof BuildFailed ? cause.message : messageOf(cause));
  process.exitCode = 1;
}
// The channel to the parent would keep this process alive.
if (process.connected) process.disconnect();

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
