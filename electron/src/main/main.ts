/** Where the presenter app starts. What must be said before Electron is ready comes first, in order; the rest is `openApp`. */
import { app, clipboard, Menu, net, powerMonitor, protocol, session, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import about from '../../../package.json' with { type: 'json' };
import { APP_ORIGIN, APP_SCHEME, serveFolder } from './app-protocol.ts';
import { Allowance } from './capture/allowance.ts';
import { describeCaptures, serveCaptures } from './capture/serve-captures.ts';
import { readEnvironment, type Environment } from './environment.ts';
import { findKeychain } from './keychain.ts';
import { log } from './log.ts';
import { buildMenu } from './menu.ts';
import { serveRecordings, type ServedRecordings } from './recording/serve-recordings.ts';
import { Rooms } from './rooms/rooms.ts';
import type { LiveReport } from '@lectern/bridge';
import { LiveDesk } from './desktop/live-desk.ts';
import { isOnAir } from './desktop/live-status.ts';
import { preferShortcutPortal } from './desktop/shortcuts.ts';
import { WindowKeeper } from './desktop/window-keeper.ts';
import { contentPolicy } from './security/content-policy.ts';
import { guardDownloads } from './security/downloads.ts';
import { guardNavigation, originOf } from './security/navigation.ts';
import { guardPermissions } from './security/permissions.ts';
import { serveDesktop, serveStrip, tell } from './serve-desktop.ts';
import { addHandshakeKey } from './services/handshake-key.ts';
import { LinkInbox } from './services/link-inbox.ts';
import { PresenterKeyFile } from './services/presenter-key-file.ts';
import { ServiceDesk } from './services/serve-services.ts';
import { SettingsFile } from './settings.ts';
import { serveUpdates, type ServedUpdates } from './update/serve-updates.ts';
import { refuseMoveWhileLive } from './while-live.ts';
import { openWindow, showAgain } from './window.ts';

/** The built files keep this layout in an installed app. */
const rendererFolder = join(import.meta.dirname, '../../renderer/dist');
const preload = join(import.meta.dirname, 'preload.cjs');
const stripPreload = join(import.meta.dirname, 'strip-preload.cjs');

interface Bridged {
  readonly allowance: Allowance;
  readonly environment: Environment;
  readonly settings: SettingsFile;
  readonly rooms: Rooms;
  readonly desk: LiveDesk;
  readonly recordings: ServedRecordings;
  readonly services: ServiceDesk;
  readonly updates: ServedUpdates;
  readonly pageUrl: string;
}

function serveBridge({ environment, settings, rooms, desk, recordings, services, updates, ...page }: Bridged): void {
  const { pageUrl, allowance } = page;
  serveDesktop({
    pageUrl,
    log,
    handlers: {
      describeHost: () => ({
        kind: 'desktop',
        version: about.version,
        defaultServiceUrl: environment.defaultServiceUrl,
        keyKeptBy: rooms.keeper,
        settingsKeptAs: settings.keptAs,
        lostRooms: rooms.lost,
        ...describeCaptures(),
      }),
      readSettings: () => settings.current,
      updateSettings: (change) => {
        refuseMoveWhileLive(isOnAir(desk.status), settings.current, change);
        return settings.update(change);
      },
      proveRoom: (claims) => rooms.key.prove(claims),
      ...rooms.handlers,
      copyText: (text) => clipboard.writeText(text),
      reportLive: (report) => desk.receive(report),
      takeReturn: () => desk.takeReturn(),
      answerClose: (answer) => desk.answerClose(answer),
      describeShortcuts: () => desk.describeShortcuts(),
      ...serveCaptures({ allowance, pageUrl, log }),
      ...recordings.handlers,
      ...services.handlers,
      ...updates.handlers,
    },
  });
}

function openApp(environment: Environment, links: LinkInbox): void {
  const settings = SettingsFile.open(app.getPath('userData'), log);
  const serviceOrigin = (): string => settings.current.serviceUrl ?? environment.defaultServiceUrl;
  const pageUrl = environment.rendererUrl ?? `${APP_ORIGIN}/`;
  const pageOrigin = originOf(pageUrl) ?? APP_ORIGIN;

  protocol.handle(
    APP_SCHEME,
    serveFolder(rendererFolder, () => contentPolicy(serviceOrigin())),
  );
  const allowance = new Allowance();
  guardPermissions(session.defaultSession, pageOrigin, () => allowance.isGiven);
  guardDownloads(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => guardNavigation(contents, pageUrl));
  const rooms = new Rooms(
    { folder: app.getPath('userData'), findKeychain, log, isOnAir: () => isOnAir(desk.status) },
    settings,
  );
  const keeper = new WindowKeeper(app.getPath('userData'), log);
  const stripUrl = new URL('strip.html', pageUrl).href;
  const updates = serveUpdates({ tell: (version) => tell(window, 'updateReady', { version }), log });
  const desk = new LiveDesk({
    folder: app.getPath('userData'),
    settings: () => settings.current,
    keeper,
    identify: () => ({ service: serviceOrigin(), roomId: rooms.key.roomId }),
    strip: { url: stripUrl, preload: stripPreload },
    onStatus: (status) => {
      showMenu(status.report, desk);
      updates.follow(status);
    },
    log,
  });
  const keys = new PresenterKeyFile({ folder: app.getPath('userData'), findKeychain, log });
  addHandshakeKey(session.defaultSession, (origin) => (origin === serviceOrigin() ? keys.read(origin) : null));
  const services = new ServiceDesk({
    settings,
    keys,
    defaultOrigin: environment.defaultServiceUrl,
    fetch: (url, init) => net.fetch(url, init),
    isOnAir: () => isOnAir(desk.status),
    onProposal: (proposal) => tell(window, 'serviceProposed', proposal),
    log,
  });
  const recordings = serveRecordings({ settings, log });
  serveBridge({ environment, settings, rooms, desk, recordings, services, updates, pageUrl, allowance });
  serveStrip({
    pageUrl: stripUrl,
    log,
    handlers: { describeLive: () => desk.status, press: (command) => desk.press(command) },
  });

  const window = openWindow({ url: pageUrl, preload, place: keeper.main });
  keeper.keepMain(window);
  desk.attach(window);
  recordings.follow(window);
  settings.onChange((current) => desk.followSettings(current));
  app.on('second-instance', () => showAgain(window));
  powerMonitor.on('resume', () => tell(window, 'systemResumed', null));
  followSettings(window, settings, serviceOrigin);
  links.listen((link) => services.propose(link));
}

function showMenu(report: LiveReport, desk: LiveDesk): void {
  const [isPackaged, isMac] = [app.isPackaged, process.platform === 'darwin'];
  Menu.setApplicationMenu(buildMenu({ isPackaged, isMac, report, command: (wish) => desk.command(wish) }));
}

/** A page keeps the content policy that it was loaded with, so another service means loading it again; and so does another room. */
function followSettings(window: BrowserWindow, settings: SettingsFile, serviceOrigin: () => string): void {
  const place = (): string => `${serviceOrigin()} ${settings.current.currentRoom ?? ''}`;
  let loadedFor = place();
  settings.onChange((current) => {
    tell(window, 'settingsChanged', current);
    if (place() === loadedFor) return;
    loadedFor = place();
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
  preferShortcutPortal();
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // One app to a profile: the second start only shows the first one's window.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const links = new LinkInbox(app, argv);
  app.on('window-all-closed', () => app.quit());
  // Not awaited at the top level: Electron is not ready before this module has run to its end.
  app
    .whenReady()
    .then(() => openApp(environment, links))
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
