/** The bridge for a presenter in a browser tab: the same promises, kept with what a page has. */
import type { DesktopApi, DesktopEvents, Host, Settings } from '@lectern/electron/bridge';
import { BrowserRoomKey } from './browser-room-key.ts';
import { BrowserSettings } from './browser-settings.ts';
import { copyText } from './copy-text.ts';
import { fetchHost } from './host-description.ts';
import { onResumed } from './resume.ts';

export async function openBrowserBridge(): Promise<DesktopApi> {
  const host: Host = await fetchHost();
  const settings = new BrowserSettings(localStorage);
  const roomKey = BrowserRoomKey.open();
  // A failure is the answer to the calls that need the key, and no rejection of its own before they ask.
  roomKey.catch(() => {});

  const subscribe: {
    readonly [E in keyof DesktopEvents]: (listener: (payload: DesktopEvents[E]) => void) => () => void;
  } = {
    settingsChanged: (listener) => settings.onChange(listener),
    systemResumed: (listener) => onResumed(() => listener(null)),
  };

  return {
    describeHost: async () => host,
    readSettings: async () => settings.read(),
    updateSettings: async (change: Partial<Settings>) => settings.update(change),
    identifyRoom: async () => (await roomKey).roomId,
    proveRoom: async (claims) => (await roomKey).prove(claims),
    copyText,
    on: (event, listener) => subscribe[event](listener),
  };
}
