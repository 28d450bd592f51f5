/** The bridge for a presenter in a browser tab: the same contract, with what a page can do. */
import { RoomEntry, type DesktopApi, type DesktopEvents, type SaveProblem, type Settings } from '@lectern/bridge';
import copy from 'copy-to-clipboard';
import loglevel from 'loglevel';
import { browserCaptures } from './browser-captures.ts';
import { browserLive } from './browser-live.ts';
import { browserRooms } from './browser-rooms.ts';
import { BrowserRoomKey } from './browser-room-key.ts';
import { browserPublishing } from './browser-publishing.ts';
import { browserRecordings } from './browser-recordings.ts';
import { browserServices } from './browser-services.ts';
import { BrowserSettings } from './browser-settings.ts';
import type { BrowserWords } from './browser-words.ts';
import { fetchHost } from './host-description.ts';
import { readRoomEntry, storeRoomEntry } from './key-database.ts';
import { onlyInApp } from './only-in-app.ts';
import { onResumed } from './resume.ts';

const log = loglevel.getLogger('bridge');

export async function openBrowserBridge(words: BrowserWords): Promise<DesktopApi> {
  const host = await fetchHost(words);
  const settings = new BrowserSettings(localStorage);
  // Read once now, so that `settingsMovedTo` is known.
  settings.read();
  const roomKey = BrowserRoomKey.open(words);
  // The calls that need the key reject with this failure, too.
  roomKey.catch((error: unknown) => log.debug('The room’s key could not be opened:', error));

  const findSaveProblem = async (): Promise<SaveProblem | null> =>
    (await roomKey).isSaved ? settings.saveProblem.get() : { why: 'not-writable', lost: 'link' };

  const subscribe: {
    readonly [E in keyof DesktopEvents]: (listener: (payload: DesktopEvents[E]) => void) => () => void;
  } = {
    settingsChanged: (listener) => settings.onChange(listener),
    saveProblemChanged: (listener) => settings.saveProblem.subscribe(() => void findSaveProblem().then(listener)),
    // A page does not learn its machine's addresses. `online` is all that the browser reports.
    networkChanged: () => () => {},
    systemResumed: (listener) => onResumed(() => listener(null)),
    // Enrolment links open the app, never a tab.
    serviceProposed: () => () => {},
    signInChanged: () => () => {},
    updateReady: () => () => {},
    // A tab has no tray, strip or global shortcuts, and the browser itself asks before it closes.
    commanded: () => () => {},
    closeRequested: () => () => {},
    shortcutsChanged: () => () => {},
    recordingMustFinish: () => () => {},
  };

  return {
    describeHost: async () => ({ ...host, settingsMovedTo: settings.movedTo }),
    readSettings: async () => settings.read(),
    readSaveProblem: findSaveProblem,
    updateSettings: async (change: Partial<Settings>) => settings.update(change),
    identifyRoom: async () => (await roomKey).roomId,
    ...browserRooms,
    readEntry: async () => await readRoomEntry(),
    storeEntry: async (entry) => await storeRoomEntry(RoomEntry.parse(entry)),
    proveRoom: async (claims) => (await roomKey).prove(claims),
    copyText: async (text) => {
      if (!(await copy(text))) throw new Error('the browser refused to copy');
    },
    // A page is as new as the server it came from.
    readyUpdate: async () => null,
    installUpdate: onlyInApp,
    showLogFiles: onlyInApp,
    ...browserCaptures,
    ...browserLive(words),
    ...browserRecordings(words),
    ...browserPublishing,
    ...browserServices(() => settings.read().serviceUrl ?? host.defaultServiceUrl),
    on: (event, listener) => subscribe[event](listener),
  };
}
