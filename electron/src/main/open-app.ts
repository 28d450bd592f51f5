/**
 * Puts the app together once Electron is ready: the window, and the list of features that its page
 * can use.
 */
import { app, session } from 'electron';
import { join } from 'node:path';
import type { Feature } from './bridge/feature.ts';
import { serveDesktop } from './bridge/serve-desktop.ts';
import { CaptureGrant } from './capture/capture-grant.ts';
import { serveCaptures } from './capture/serve-captures.ts';
import { LiveTracker } from './desktop/live-tracker.ts';
import { serveControls } from './desktop/serve-controls.ts';
import { WindowPlacements } from './desktop/window-placement.ts';
import { createWindow, showWindow } from './desktop/window.ts';
import type { Environment } from './environment.ts';
import { findKeychain } from './files/keychain.ts';
import { Saving } from './files/saving.ts';
import { serveSaving } from './files/serve-saving.ts';
import { loggerFor } from './log/log-file.ts';
import { reasonOf } from './log/logger.ts';
import { serveLogs } from './log/serve-logs.ts';
import { netRequest } from './publishing/net-request.ts';
import { Publications } from './publishing/publications.ts';
import { serveRecordings } from './recording/serve-recordings.ts';
import { Rooms } from './rooms/rooms.ts';
import { serveRoomFiles } from './rooms/serve-room-files.ts';
import { APP_ORIGIN } from './security/app-protocol.ts';
import { protectPage } from './security/protect-page.ts';
import { serveHost } from './serve-host.ts';
import type { LinkInbox } from './services/link-inbox.ts';
import { publishTokens, ServiceSecrets } from './services/service-secrets.ts';
import { serveServices } from './services/serve-services.ts';
import { serveSettings } from './settings/serve-settings.ts';
import { SettingsFile } from './settings/settings-file.ts';
import { openUpdateSource } from './update/update-source.ts';
import { Updates } from './update/updates.ts';

/** An installed app keeps this layout of the built files. */
const uiFolder = join(import.meta.dirname, '../../renderer/dist');
const preload = join(import.meta.dirname, 'preload.cjs');
const stripPreload = join(import.meta.dirname, 'strip-preload.cjs');

export function openApp(environment: Environment, links: LinkInbox): void {
  const folder = app.getPath('userData');
  const saving = new Saving(loggerFor('app'));
  const settings = SettingsFile.open(folder, saving, loggerFor('settings'));
  const { defaultServiceUrl: defaultOrigin } = environment;
  const serviceOrigin = (): string => settings.current.serviceUrl ?? defaultOrigin;
  const pageUrl = environment.rendererUrl ?? `${APP_ORIGIN}/`;
  const grant = new CaptureGrant();
  protectPage({
    session: session.defaultSession,
    pageUrl,
    uiFolder,
    serviceOrigin,
    mayCapture: () => grant.isGiven,
  });

  const placements = new WindowPlacements(folder, saving, loggerFor('desktop'));
  const window = createWindow({ preload, placement: placements.main });
  const live = new LiveTracker({
    window,
    folder,
    identify: () => ({ service: serviceOrigin(), roomId: rooms.key.roomId }),
    saving,
    log: loggerFor('live'),
  });
  const isOnAir = (): boolean => live.isOnAir;
  const rooms = new Rooms({ folder, settings, findKeychain, isOnAir, serviceOrigin, saving, log: loggerFor('rooms') });
  const logs = serveLogs(loggerFor('app'));
  const strip = { url: new URL('strip.html', pageUrl).href, preload: stripPreload };
  const features = [
    live,
    serveHost({ window, environment, settings, rooms }),
    serveSettings({ window, settings, serviceOrigin, isOnAir }),
    rooms,
    serveRoomFiles({ window, rooms, log: loggerFor('rooms') }),
    logs,
    serveCaptures({ grant, pageUrl, log: loggerFor('capture') }),
    ...serveServices({
      window,
      folder,
      settings,
      saving,
      links,
      defaultOrigin,
      serviceOrigin,
      isOnAir,
      log: loggerFor('services'),
    }),
    new Publications({
      address: () => settings.current.publishAddress,
      tokens: new ServiceSecrets({ ...publishTokens, folder, findKeychain, saving, log: loggerFor('publishing') }),
      request: netRequest,
      log: loggerFor('publishing'),
    }),
    new Updates({ window, source: openUpdateSource(loggerFor('update')), log: loggerFor('update') }),
    serveControls({ window, settings, live, placements, strip, showLogs: logs.show }),
    // After the controls, which may prevent the window from closing.
    serveRecordings({ window, settings, saving, log: loggerFor('recording') }),
    serveSaving(window, saving),
  ] as const;
  serveDesktop(features, { pageUrl, log: loggerFor('bridge') });
  const all: readonly Feature[] = features;
  for (const { onLive } of all) if (onLive !== undefined) live.subscribe(onLive);

  app.on('second-instance', () => showWindow(window));
  // `npm start` waits for it: an app that ends before could not start.
  window.once('ready-to-show', () => process.send?.({ opened: true }));
  window
    .loadURL(pageUrl)
    .catch((error: unknown) => loggerFor('app').error(`the page did not load: ${reasonOf(error)}`));
}
