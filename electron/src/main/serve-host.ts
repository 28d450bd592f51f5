/**
 * What the page learns about the app and the machine that it runs on, and the calls that belong to
 * no other feature.
 */
import { clipboard, powerMonitor, type BrowserWindow } from 'electron';
import about from '../../../package.json' with { type: 'json' };
import type { FeatureFor } from './bridge/feature.ts';
import { send } from './bridge/serve-desktop.ts';
import { describeCaptures } from './capture/serve-captures.ts';
import type { Environment } from './environment.ts';
import { watchAddresses } from './network/watch-addresses.ts';
import type { Rooms } from './rooms/rooms.ts';
import type { SettingsFile } from './settings/settings-file.ts';

interface HostOptions {
  readonly window: BrowserWindow;
  readonly environment: Environment;
  readonly settings: SettingsFile;
  readonly rooms: Rooms;
}

export function serveHost({
  window,
  environment,
  settings,
  rooms,
}: HostOptions): FeatureFor<'describeHost' | 'copyText'> {
  powerMonitor.on('resume', () => send(window, 'systemResumed', null));
  watchAddresses(() => send(window, 'networkChanged', null));
  return {
    handlers: {
      describeHost: () => ({
        kind: 'desktop',
        version: about.version,
        defaultServiceUrl: environment.defaultServiceUrl,
        keyStorage: rooms.storage,
        settingsMovedTo: settings.movedTo,
        lostRooms: rooms.lost,
        ...describeCaptures(),
      }),
      copyText: (text) => clipboard.writeText(text),
    },
  };
}
