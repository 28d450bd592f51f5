/** Where the presenter app starts: what must happen before Electron is ready, in this order. */
import { app, protocol } from 'electron';
import { join } from 'node:path';
import about from '../../../package.json' with { type: 'json' };
import { enableShortcutPortal } from './desktop/shortcuts.ts';
import { readEnvironment } from './environment.ts';
import { loggerFor, openLogFile } from './log/log-file.ts';
import { reasonOf } from './log/logger.ts';
import { watchApp } from './log/watch-app.ts';
import { openApp } from './open-app.ts';
import { APP_SCHEME } from './security/app-protocol.ts';
import { LinkInbox } from './services/link-inbox.ts';

const log = loggerFor('app');

function start(): void {
  const { argv, env } = process;
  const environment = readEnvironment({ argv, env, isPackaged: app.isPackaged });
  useProfile(environment.userDataFolder);
  // Chromium needs `--no-sandbox` to run as root (containers, tests), and this call would undo it.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  enableShortcutPortal();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // One app for each profile: a second start only shows the window of the first.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  watchApp(about.version);
  const links = new LinkInbox(app, argv);
  app.on('window-all-closed', () => app.quit());
  // Not awaited here: Electron is not ready before this module has run to its end.
  app
    .whenReady()
    .then(() => openApp(environment, links))
    .catch(failToStart);
}

function useProfile(folder: string | undefined): void {
  if (folder !== undefined) {
    app.setPath('userData', folder);
    // On macOS the log folder is not in the profile, and two apps must not rotate one file.
    app.setAppLogsPath(join(folder, 'logs'));
  }
  openLogFile(app.getPath('logs'));
}

function failToStart(error: unknown): void {
  log.error(`the app could not start: ${reasonOf(error)}`);
  app.exit(1);
}

try {
  start();
} catch (error) {
  failToStart(error);
}
