/** Where the presenter app starts. What must be said before Electron is ready comes first, in order; the rest is `openApp`. */
import { app, clipboard, Menu, powerMonitor, protocol, session, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { APP_ORIGIN, APP_SCHEME, serveFolder } from './app-protocol.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { findKeychain } from './keychain.ts';
import { log } from './log.ts';
import { buildMenu } from './menu.ts';
import { RoomKeyPlace } from './room-key-file.ts';
import { contentPolicy } from './security/content-policy.ts';
import { guardNavigation, originOf } from './security/navigation.ts';
import { guardPermissions } from './security/permissions.ts';
import { serveDesktop, tell } from './serve-desktop.ts';
import { SettingsFile } from './settings.ts';
import { openWindow, showAgain } from './window.ts';

/** The built files keep this layout in an installed app. */
const rendererFolder = join(import.meta.dirname, '../../renderer/dist');
const preload = join(import.meta.dirname, 'preload.cjs');

function serveBridge(environment: Environment, settings: SettingsFile, pageOrigin: string): void {
  const room = new RoomKeyPlace({ folder: app.getPath('userData'), findKeychain, log });
  serveDesktop({
    pageOrigin,
    log,
    handlers: {
      describeHost: () => ({
        kind: 'desktop',
        version: app.getVersion(),
        defaultServiceUrl: environment.defaultServiceUrl,
        keyKeptBy: room.keeper,
      }),
      readSettings: () => settings.current,
      updateSettings: (change) => settings.update(change),
      identifyRoom: () => room.key.roomId,
      proveRoom: (claims) => room.key.prove(claims),
      copyText: (text) => clipboard.writeText(text),
    },
  });
}

function openApp(environment: Environment): void {
  const settings = SettingsFile.open(app.getPath('userData'), log);
  const serviceOrigin = (): string => settings.current.serviceUrl ?? environment.defaultServiceUrl;
  const pageUrl = environment.rendererUrl ?? `${APP_ORIGIN}/`;
  const pageOrigin = originOf(pageUrl) ?? APP_ORIGIN;

  protocol.handle(
    APP_SCHEME,
    serveFolder(rendererFolder, () => contentPolicy(serviceOrigin())),
  );
  guardPermissions(session.defaultSession, pageOrigin);
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, pageUrl));
  Menu.setApplicationMenu(buildMenu({ isPackaged: app.isPackaged, isMac: process.platform === 'darwin' }));
  serveBridge(environment, settings, pageOrigin);

  const window = openWindow({ url: pageUrl, preload });
  app.on('second-instance', () => showAgain(window));
  powerMonitor.on('resume', () => tell(window, 'systemResumed', null));
  followSettings(window, settings, serviceOrigin);
}

/** A page keeps the content policy that it was loaded with, so another service means loading it again. */
function followSettings(window: BrowserWindow, settings: SettingsFile, serviceOrigin: () => string): void {
  let allowedOrigin = serviceOrigin();
  settings.onChange((current) => {
    tell(window, 'settingsChanged', current);
    if (serviceOrigin() === allowedOrigin) return;
    allowedOrigin = serviceOrigin();
    // After the reply to the call that made the change.
    setImmediate(() => window.webContents.reload());
  });
}

function start(): void {
  const { argv, env } = process;
  const environment = readEnvironment({ argv, env, isPackaged: app.isPackaged });
  if (environment.userDataFolder !== undefined) app.setPath('userData', environment.userDataFolder);
  // It would undo the switch that Chromium needs to run as root (containers, tests): only who starts the app can give that.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // One app to a profile: the second start only shows the first one's window.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('window-all-closed', () => app.quit());
  // Not awaited at the top level: Electron is not ready before this module has run to its end.
  app
    .whenReady()
    .then(() => openApp(environment))
    .catch(failToStart);
}

function failToStart(error: unknown): void {
  log(error instanceof Error ? error.message : String(error));
  app.exit(1);
}

try {
  start();
} catch (error) {
  failToStart(error);
}
