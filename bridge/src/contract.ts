/**
 * What the presenter UI may ask of the machine it runs on: the only way between the two. Types and names, no imports of Electron:
 * main, preload and renderer read this same file, and `renderer/src/bridge/browser-bridge.ts` does the same job in a tab.
 */
import type { ProofClaims, RoomId, RoomProof } from '@lectern/protocol';
import type { CloseAnswer, LiveCommand, LiveReport, LiveReturn, ShortcutReport } from './live.ts';
import { recordingCalls, recordingEvents, type RecordingCalls, type RecordingEvents } from './recordings.ts';
import type { CameraInset, LayoutKind, SlateSettings } from './scene-settings.ts';
import type { KnownService, ProposalAnswer, ServiceCheck, ServiceProposal } from './services.ts';
import type { CaptureChoice, PrivacySubject, ScreenList, ScreenPicker, SystemSound } from './screens.ts';

/** A device as it is remembered: its id, and its label in case the id has changed since. */
export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

export interface KnownRoom {
  readonly roomId: RoomId;
  readonly title: string;
}

/** What is kept between starts. */
export interface Settings {
  /** Origin of the signaling service, or null for the one that came with the start. */
  readonly serviceUrl: string | null;
  /** Every service that was added; the one in `serviceUrl` is always among them. */
  readonly services: readonly KnownService[];
  /** Of the room in use. */
  readonly title: string;
  /** The presenter's rooms, each with a link of its own. The title of the one in use may have changed since. */
  readonly rooms: readonly KnownRoom[];
  /** The room in use; null is the first one. */
  readonly currentRoom: RoomId | null;
  readonly presenterName: string;
  readonly camera: DeviceChoice | null;
  readonly microphone: DeviceChoice | null;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  /** What the computer plays goes out too. Which screen is shared is never kept: no start of the app may show one unasked. */
  readonly systemSoundOn: boolean;
  /** What the scene shows, where the camera lies when it shows both, and what the slate says. */
  readonly layout: LayoutKind;
  readonly cameraInset: CameraInset;
  readonly slate: SlateSettings;
  /** One encoder for all watchers wherever that is possible, or one for each. */
  readonly sending: 'once' | 'each';
  /** What all watchers together may take of this machine's line, kbit/s; null is all there is. */
  readonly uplinkKbps: number | null;
  /** How large a camera's picture is, and how much the best layer may take. */
  readonly quality: 'saver' | 'standard' | 'high';
  /** What lower layers keep: sharp letters, smooth motion, or whichever suits what is shown. */
  readonly sharpness: 'auto' | 'text' | 'motion';
  /** When the control strip shows while live: as soon as the window is not in front, all the time, or not at all. */
  readonly strip: 'auto' | 'always' | 'never';
  /** Global shortcuts as Electron writes them, such as `CommandOrControl+Shift+P`; null is none. */
  readonly shortcuts: { readonly pause: string | null; readonly microphone: string | null };
  /** Where recordings go; null is `Lectern` in the system's folder for videos. The page may only set it back to null. */
  readonly recordingFolder: string | null;
}

export type LostRoom =
  /** It goes on with a new key, and so with a new link; the file of the old key is kept. */
  | { readonly kind: 'new-link'; readonly title: string; readonly keptAs: string }
  /** Its key stays where it is, and the first room is open instead. */
  | { readonly kind: 'another-open'; readonly title: string };

/** Where the UI runs. */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  readonly version: string;
  /** Origin of the service to use while the settings name none. */
  readonly defaultServiceUrl: string;
  /** How well the room's key is kept: by the system's keychain, by file permissions only, or by the browser's storage. */
  readonly keyKeptBy: 'keychain' | 'file' | 'browser';
  /** Where the settings went that could not be read at this start, so that they began anew; null where all was well. */
  readonly settingsKeptAs: string | null;
  /** Rooms that were in use and whose key could not be opened at this start. */
  readonly lostRooms: readonly LostRoom[];
  readonly screenPicker: ScreenPicker;
  readonly systemSound: SystemSound;
  /** Which of the system's settings `openPrivacySettings` can open. */
  readonly privacySettings: readonly PrivacySubject[];
}

/** The UI asks, the machine answers. Each rejects with an `Error` whose message can be shown. */
export interface DesktopCalls extends RecordingCalls {
  describeHost(): Promise<Host>;
  readSettings(): Promise<Settings>;
  /** Keeps the change and gives the whole back. */
  updateSettings(change: Partial<Settings>): Promise<Settings>;
  /** The presenter's room; its key is made on the first call. */
  identifyRoom(): Promise<RoomId>;
  /** Makes another room and uses it. */
  createRoom(title: string): Promise<void>;
  switchRoom(roomId: RoomId): Promise<void>;
  /** Its key is gone with it, and so its link is, for good. Not the room in use. */
  deleteRoom(roomId: RoomId): Promise<void>;
  /** Signs these claims and nothing else with the room's key. */
  proveRoom(claims: ProofClaims): Promise<RoomProof>;
  copyText(text: string): Promise<void>;
  /** The version of the app that a restart would bring, once it has been fetched; null otherwise. */
  readyUpdate(): Promise<string | null>;
  /** Restarts the app with the new version. Refused while live or recording. */
  installUpdate(): Promise<void>;
  /** Asks a service what it is, and whether one may present there. Never rejects for what it finds. */
  checkService(origin: string): Promise<ServiceCheck>;
  /** Adds the service that an address, a watch link or an enrolment link names, keeps the key of the latter, gives the origin. */
  addService(text: string): Promise<string>;
  /** Forgets a service that is not in use, and its key. */
  removeService(origin: string): Promise<void>;
  /** Keeps the presenter key for a service, or forgets it. It cannot be read back. */
  keepPresenterKey(origin: string, key: string | null): Promise<void>;
  /** The key that the page's own handshake must carry: null in the app, whose main process adds it outside of the page. */
  handshakeKey(): Promise<string | null>;
  /** The proposal that waits for an answer, if there is one. */
  readProposal(): Promise<ServiceProposal | null>;
  answerProposal(answer: ProposalAnswer): Promise<void>;
  /** What can be shared, as it looks now. Only where `screenPicker` is the app's. */
  listScreens(): Promise<ScreenList>;
  /** The next `getDisplayMedia` of the page, and no other, is answered with this. */
  allowCapture(choice: CaptureChoice): Promise<void>;
  /** The place in the system's settings where the person lets this app see or hear. */
  openPrivacySettings(subject: PrivacySubject): Promise<void>;
  /** Told after each change, so that tray, strip, shortcuts and notifications say and do what is true. */
  reportLive(report: LiveReport): Promise<void>;
  /** What to go back to where the app or its page ended without a word; told once, null otherwise. */
  takeReturn(): Promise<LiveReturn | null>;
  /** The answer to `closeAsked`. */
  answerClose(answer: CloseAnswer): Promise<void>;
  describeShortcuts(): Promise<ShortcutReport>;
}

/** The machine tells, the UI listens. */
export interface DesktopEvents extends RecordingEvents {
  readonly settingsChanged: Settings;
  /** The machine has slept and is awake again: connections should be checked at once. */
  readonly systemResumed: null;
  /** A new version of the app has been fetched: it can be restarted to use it. */
  readonly updateReady: { readonly version: string };
  /** A link from outside asks to add a service; null once that is settled. */
  readonly serviceProposed: ServiceProposal | null;
  /** Pressed in the tray, the menu or the strip, or by a global shortcut. */
  readonly commanded: LiveCommand;
  /** The window is being closed, or the app ended, while live: the person is to be asked. */
  readonly closeAsked: null;
  readonly shortcutsChanged: ShortcutReport;
}

/** The names above at run time; `Record` makes a missing or stray one a compile error. */
export const desktopCalls: Readonly<Record<keyof DesktopCalls, true>> = {
  ...recordingCalls,
  describeHost: true,
  readSettings: true,
  updateSettings: true,
  identifyRoom: true,
  createRoom: true,
  switchRoom: true,
  deleteRoom: true,
  proveRoom: true,
  copyText: true,
  readyUpdate: true,
  installUpdate: true,
  checkService: true,
  addService: true,
  removeService: true,
  keepPresenterKey: true,
  handshakeKey: true,
  readProposal: true,
  answerProposal: true,
  listScreens: true,
  allowCapture: true,
  openPrivacySettings: true,
  reportLive: true,
  takeReturn: true,
  answerClose: true,
  describeShortcuts: true,
};

export const desktopEvents: Readonly<Record<keyof DesktopEvents, true>> = {
  ...recordingEvents,
  settingsChanged: true,
  systemResumed: true,
  updateReady: true,
  serviceProposed: true,
  commanded: true,
  closeAsked: true,
  shortcutsChanged: true,
};

export interface DesktopApi extends DesktopCalls {
  /** Returns the unsubscribe. */
  on<E extends keyof DesktopEvents>(event: E, listener: (payload: DesktopEvents[E]) => void): () => void;
}

/** The name under which the preload script puts a `DesktopApi` on `window`. */
export const DESKTOP_API_KEY = 'lecternDesktop';
