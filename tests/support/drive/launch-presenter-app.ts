/** Starts the built presenter app as a person would, with a profile of its own, and hands over its window. */
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const builtAppFolder = resolve(import.meta.dirname, '../../../electron');

export interface PresenterAppOptions {
  /** The service to use while the profile's settings name none. */
  readonly serviceUrl: string;
  readonly userDataDir: string;
  /** Further switches for Chromium, such as `--use-fake-device-for-media-stream`. */
  readonly args?: readonly string[];
  /** An app folder other than the one built here. */
  readonly appFolder?: string;
  /** A page of the tests to show instead of the app's own, in the same window with the same rights. */
  readonly rendererUrl?: string;
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What starts Electron instead of Electron itself, such as a script that does so as another user. */
  readonly startedBy?: string;
  /** Further words on the command line, behind the app: a link that it is opened with. */
  readonly words?: readonly string[];
}

export interface PresenterApp {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** The Electron to run: the one that the environment names, else the installed package's. */
export function findElectron(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  // The package's own answer carries the name that the binary has on this system.
  const path: unknown = folder === undefined ? createRequire(import.meta.url)('electron') : join(folder, 'electron');
  if (typeof path !== 'string' || !existsSync(path)) throw new Error('Electron is not installed');
  return path;
}

export function environmentFor(options: PresenterAppOptions): Record<string, string> {
  const { serviceUrl, userDataDir, rendererUrl, environment } = options;
  const inherited = Object.entries(process.env).filter(
    // Would make Electron start as plain Node, or show a dev server's page.
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !['ELECTRON_RUN_AS_NODE', 'LECTERN_RENDERER_URL'].includes(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    LECTERN_SERVICE: serviceUrl,
    LECTERN_USER_DATA: userDataDir,
    ...environment,
    ...(rendererUrl === undefined ? {} : { LECTERN_RENDERER_URL: rendererUrl }),
  };
}

export async function launchPresenterApp(options: PresenterAppOptions): Promise<PresenterApp> {
  const folder = options.appFolder ?? builtAppFolder;
  if (!existsSync(join(folder, 'dist/main.js'))) throw new Error('The presenter app is not built');
  const app = await _electron.launch({
    executablePath: options.startedBy ?? findElectron(),
    args: [...(options.args ?? []), folder, ...(options.words ?? [])],
    env: environmentFor(options),
    // Playwright adds `--no-sandbox` unless told otherwise. Only root needs that; for everybody else the tests run as people do.
    chromiumSandbox: options.startedBy !== undefined || process.getuid?.() !== 0,
  });
  endLikeTheSystem(app);
  return { app, page: await app.firstWindow() };
}

/** Nobody sits here to answer "You are still live.": the app is told that the machine shuts down, which it does not hold up. */
function endLikeTheSystem(app: ElectronApplication): void {
  const close = app.close.bind(app);
  app.close = async () => {
    // It may be gone already.
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown')).catch(() => undefined);
    await close();
  };
}
