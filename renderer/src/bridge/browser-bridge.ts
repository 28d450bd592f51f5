/** The bridge for a presenter in a browser tab: the same promises, kept with what a page has. */
import type { DesktopApi, DesktopEvents, Host, Settings } from '@lectern/bridge';
import { browserCaptures } from './browser-captures.ts';
import { browserLive } from './browser-live.ts';
import { browserRooms } from './browser-rooms.ts';
import { BrowserRoomKey } from './browser-room-key.ts';
import { browserRecordings } from './browser-recordings.ts';
import { browserServices } from './browser-services.ts';
import { BrowserSettings } from './browser-settings.ts';
import { copyText } from '@lectern/rtc';
import { fetchHost } from './host-description.ts';
import { onResumed } from './resume.ts';

export async function openBrowserBridge(): Promise<DesktopApi> {
  const host: Host = await fetchHost();
  const settings = new BrowserSettings(localStorage);
  // Read once before anybody asks whether they could be read.
  settings.read();
  const roomKey = BrowserRoomKey.open();
  // A failure is the answer to the calls that need the key, and no rejection of its own before they ask.
  roomKey.catch(() => {});

  const subscribe: {
    readonly [E in keyof DesktopEvents]: (listener: (payload: DesktopEvents[E]) => void) => () => void;
  } = {
    settingsChanged: (listener) => settings.onChange(listener),
    systemResumed: (listener) => onResumed(() => listener(null)),
    // Links of ours open the app, never a tab.
    serviceProposed: () => () => {},
    updateReady: () => () => {},
    // No tray, strip or global shortcut, and the browser itself asks before a tab is closed.
    commanded: () => () => {},
    closeAsked: () => () => {},
    shortcutsChanged: () => () => {},
    recordingMustFinish: () => () => {},
  };

  return {
    describeHost: async () => ({ ...host, settingsKeptAs: settings.keptAs }),
    readSettings: async () => settings.read(),
    updateSettings: async (change: Partial<Settings>) => settings.update(change),
    identifyRoom: async () => (await roomKey).roomId,
    ...browserRooms,
    proveRoom: async (claims) => (await roomKey).prove(claims),
    copyText,
    // A page is as new as the server that it came from.
    readyUpdate: async () => null,
    installUpdate: () => Promise.reject(new Error('The page in a browser has nothing to install.')),
    ...browserCaptures,
    ...browserLive,
    ...browserRecordings(),
    ...browserServices(() => settings.read().serviceUrl ?? host.defaultServiceUrl),
    on: (event, listener) => subscribe[event](listener),
  };
}
