/** Starts the built presenter app with a profile of its own, and gives its window. */
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Namespace } from '../network/namespace.ts';

const builtAppFolder = resolve(import.meta.dirname, '../../../electron');

export interface PresenterAppOptions {
  /** The service to use if the profile's settings name none. */
  readonly serviceUrl: string;
  readonly userDataDir: string;
  /** Further switches for Chromium, such as `--use-fake-device-for-media-stream`. */
  readonly args?: readonly string[];
  /** An app folder other than the one built here. */
  readonly appFolder?: string;
  /** A page to show instead of the app's own, in the same window with the same rights. */
  readonly rendererUrl?: string;
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What starts Electron instead of Electron itself, such as a script that does so as another user.
   */
  readonly executable?: string;
  /** Another network than this machine's. */
  readonly inside?: Namespace;
  /** Further arguments behind the app, such as a link to open. */
  readonly arguments?: readonly string[];
}

export interface PresenterApp {
  readonly app: ElectronApplication;
  readonly page: Page;
}

/** The path of Electron: the one that the environment names, else the installed package's. */
export function findElectron(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  // The package exports the path of the binary, whose name depends on the system.
  const path: unknown = folder === undefined ? createRequire(import.meta.url)('electron') : join(folder, 'electron');
  if (typeof path !== 'string' || !existsSync(path)) throw new Error('Electron is not installed');
  return path;
}

function environmentFor(options: PresenterAppOptions): Record<string, string> {
  const { serviceUrl, userDataDir, rendererUrl, environment } = options;
  const inherited = Object.entries(process.env).filter(
    // They would make Electron start as plain Node, or show a development server's page.
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
    executablePath: options.executable ?? (await options.inside?.launcher('electron')) ?? findElectron(),
    args: [...(options.args ?? []), folder, ...(options.arguments ?? [])],
    env: environmentFor(options),
    // Playwright adds `--no-sandbox` by default. Only root needs that; all others test with the
    // sandbox, as users run the app.
    chromiumSandbox: options.executable !== undefined || process.getuid?.() !== 0,
  });
  closeAsAtShutdown(app);
  return { app, page: await app.firstWindow() };
}

/** Closes as when the machine shuts down: then the app does not ask whether to stop while live. */
function closeAsAtShutdown(app: ElectronApplication): void {
  const close = app.close.bind(app);
  app.close = async () => {
    // The app may have ended already.
    await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown')).catch(() => undefined);
    await close();
  };
}

/**
 * Starts the app a second time for the same profile, as the system does when a link is opened.
 * Resolves when that second start has ended.
 */
export async function startSecondInstance(options: PresenterAppOptions): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(findElectron(), [...asRoot, builtAppFolder, ...(options.arguments ?? [])], {
    env: environmentFor(options),
    stdio: 'ignore',
  });
  await once(second, 'exit');
}
