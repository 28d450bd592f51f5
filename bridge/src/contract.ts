/**
 * What the presenter UI can ask of the machine that it runs on; there is no other way between the
 * two. The app's main process implements it, and `renderer/src/bridge/browser-bridge.ts` does for a
 * browser tab.
 */
import type { ProofClaims, RoomId, RoomProof } from '@lectern/protocol';
import type { CloseAnswer, LiveCommand, LiveReport, LiveReturn, ShortcutReport } from './live.ts';
import { publishingCalls, type PublishingCalls } from './publishing.ts';
import { recordingCalls, recordingEvents, type RecordingCalls, type RecordingEvents } from './recordings.ts';
import type { RoomEntry } from './room-entry.ts';
import type { ProposalAnswer, ServiceCheck, ServiceProposal, SignInProgress, SignInWay } from './services.ts';
import type { CaptureChoice, PrivacySubject, ScreenList, ScreenPicker, SoundServer, SystemSound } from './screens.ts';
import type { KnownRoom, Settings } from './settings.ts';

export type LostRoom =
  /** It has a new key and therefore a new link. The file of the old key was moved to `movedTo`. */
  | { readonly kind: 'new-link'; readonly title: string; readonly movedTo: string }
  /** Its key stays in place, and the first room is open instead. */
  | { readonly kind: 'another-open'; readonly title: string };

/** A failed save. The change is lost when the app ends, unless a later attempt succeeds. */
export interface SaveProblem {
  readonly why: 'disk-full' | 'not-writable';
  /** `link`: the room's key, and so its link. */
  readonly lost: 'changes' | 'link';
}

/** The program and the machine that the UI runs on. */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  readonly version: string;
  /** Origin of the service that is used while the settings name none. */
  readonly defaultServiceUrl: string;
  /**
   * What protects the room's key: the system's keychain, only file permissions, or the browser's
   * storage.
   */
  readonly keyStorage: 'keychain' | 'file' | 'browser';
  /**
   * New path of settings that could not be read at this start, so that the defaults are used; null
   * where all was well.
   */
  readonly settingsMovedTo: string | null;
  /** Rooms whose key was needed at this start and could not be opened. */
  readonly lostRooms: readonly LostRoom[];
  readonly screenPicker: ScreenPicker;
  readonly systemSound: SystemSound;
  /** The settings of the system that `openPrivacySettings` can open. */
  readonly privacySettings: readonly PrivacySubject[];
}

/** The calls of the UI. Each rejects with an `Error` whose message can be shown. */
export interface DesktopCalls extends RecordingCalls, PublishingCalls {
  describeHost(): Promise<Host>;
  readSettings(): Promise<Settings>;
  /**
   * Returns all settings with the change, which is in effect even where it cannot be saved.
   */
  updateSettings(change: Partial<Settings>): Promise<Settings>;
  /** Null while everything is saved. */
  readSaveProblem(): Promise<SaveProblem | null>;
  /** The room in use. The first call generates its key. */
  identifyRoom(): Promise<RoomId>;
  /** Creates another room and switches to it. */
  createRoom(title: string): Promise<void>;
  switchRoom(roomId: RoomId): Promise<void>;
  /** Deletes its key, too, so its link is lost for good. Refused for the room in use. */
  deleteRoom(roomId: RoomId): Promise<void>;
  /** Gives the room in use a new key, and so a new link. The old room is withdrawn. */
  renewLink(): Promise<void>;
  /**
   * Saves the room's key in a file that the passphrase protects. The system's dialog asks where.
   * Returns the file's name; null if the dialog was cancelled.
   */
  exportRoom(roomId: RoomId, passphrase: string): Promise<string | null>;
  /** Adds the room of such a file, for which the system's dialog asks; null if it was cancelled. */
  importRoom(passphrase: string): Promise<KnownRoom | null>;
  /** Signs these claims with the key of the room in use, or of a withdrawn one. */
  proveRoom(claims: ProofClaims): Promise<RoomProof>;
  /** Who may watch in the room in use; null where its passcode cannot be opened. */
  readEntry(): Promise<RoomEntry | null>;
  storeEntry(entry: RoomEntry): Promise<void>;
  copyText(text: string): Promise<void>;
  /** Opens the folder with the app's log files. Only the app has one: in a browser this rejects. */
  showLogFiles(): Promise<void>;
  /**
   * The new version of the app that a restart would install, once it is downloaded; null otherwise.
   */
  readyUpdate(): Promise<string | null>;
  /** Restarts the app with the new version. Refused while live or recording. */
  installUpdate(): Promise<void>;
  /**
   * Asks a service for its version, and whether this presenter may present there. Does not reject
   * if it is unreachable.
   */
  checkService(origin: string): Promise<ServiceCheck>;
  /**
   * Adds the service of an address, a watch link or an enrolment link, stores the key of the
   * latter, returns the origin.
   */
  addService(text: string): Promise<string>;
  /** Removes a service that is not in use, with its key. */
  removeService(origin: string): Promise<void>;
  /** Stores the presenter key for a service; null removes it. The page cannot read it. */
  storePresenterKey(origin: string, key: string | null): Promise<void>;
  /**
   * The key that the page's handshake must send. Null in the app, whose main process adds it
   * outside the page.
   */
  handshakeKey(): Promise<string | null>;
  /**
   * Signs in at the identity provider of a service, and remembers that. True once it is done; false
   * if it was cancelled. Another sign-in that is under way is cancelled.
   */
  signIn(origin: string, way: SignInWay): Promise<boolean>;
  cancelSignIn(): Promise<void>;
  /** Forgets the sign-in on this computer. The provider itself keeps the presenter signed in. */
  signOut(origin: string): Promise<void>;

  /** The proposal that waits for an answer; null for none. */
  readProposal(): Promise<ServiceProposal | null>;
  answerProposal(answer: ProposalAnswer): Promise<void>;
  /** What can be shared. Only where `screenPicker` is `app`. */
  listScreens(): Promise<ScreenList>;
  /** Grants this to the next `getDisplayMedia` of the page, and to no other one. */
  allowCapture(choice: CaptureChoice): Promise<void>;
  /** Opens the system's settings where the person allows this app to see or hear something. */
  openPrivacySettings(subject: PrivacySubject): Promise<void>;
  /**
   * Called again and again while a microphone or the computer's sound is wanted and missing: gets
   * the machine's sound going again where it can. `hasDevices`: any microphone or loudspeaker is
   * listed.
   */
  reviveSound(hasDevices: boolean): Promise<SoundServer>;
  /** Called after each change: tray, strip, shortcuts and notifications depend on it. */
  reportLive(report: LiveReport): Promise<void>;
  /** What to go back to after the app or its page has crashed; null otherwise. */
  claimReturn(): Promise<LiveReturn | null>;
  /** The person's answer after `closeRequested`. */
  answerClose(answer: CloseAnswer): Promise<void>;
  describeShortcuts(): Promise<ShortcutReport>;
}

/** What the machine sends to the UI. */
export interface DesktopEvents extends RecordingEvents {
  readonly settingsChanged: Settings;
  readonly saveProblemChanged: SaveProblem | null;
  /** The machine was asleep and is awake again, so connections should be checked at once. */
  readonly systemResumed: null;
  /**
   * The machine's addresses have changed. Connections over the old ones are dead or soon will be.
   */
  readonly networkChanged: null;
  /** A new version of the app is downloaded; a restart installs it. */
  readonly updateReady: { readonly version: string };
  /** What the presenter has to do to sign in; null once that is over. */
  readonly signInChanged: SignInProgress | null;
  /** A link from outside proposes a service; null once it is answered. */
  readonly serviceProposed: ServiceProposal | null;
  /** From the tray, the menu, the strip or a global shortcut. */
  readonly commanded: LiveCommand;
  /** The window or the app is being closed while live: the page asks the person. */
  readonly closeRequested: null;
  readonly shortcutsChanged: ShortcutReport;
}

/** The names at run time. `Record` makes a missing or unknown name a compile error. */
export const desktopCalls: Readonly<Record<keyof DesktopCalls, true>> = {
  ...recordingCalls,
  ...publishingCalls,
  describeHost: true,
  readSettings: true,
  updateSettings: true,
  readSaveProblem: true,
  identifyRoom: true,
  createRoom: true,
  switchRoom: true,
  deleteRoom: true,
  renewLink: true,
  exportRoom: true,
  importRoom: true,
  proveRoom: true,
  readEntry: true,
  storeEntry: true,
  copyText: true,
  showLogFiles: true,
  readyUpdate: true,
  installUpdate: true,
  checkService: true,
  addService: true,
  removeService: true,
  storePresenterKey: true,
  handshakeKey: true,
  signIn: true,
  cancelSignIn: true,
  signOut: true,
  readProposal: true,
  answerProposal: true,
  listScreens: true,
  allowCapture: true,
  openPrivacySettings: true,
  reviveSound: true,
  reportLive: true,
  claimReturn: true,
  answerClose: true,
  describeShortcuts: true,
};

export const desktopEvents: Readonly<Record<keyof DesktopEvents, true>> = {
  ...recordingEvents,
  settingsChanged: true,
  saveProblemChanged: true,
  systemResumed: true,
  networkChanged: true,
  updateReady: true,
  signInChanged: true,
  serviceProposed: true,
  commanded: true,
  closeRequested: true,
  shortcutsChanged: true,
};

export interface DesktopApi extends DesktopCalls {
  /** Returns the unsubscribe. */
  on<E extends keyof DesktopEvents>(event: E, listener: (payload: DesktopEvents[E]) => void): () => void;
}

/** The name of the `DesktopApi` on the page's `window`. */
export const DESKTOP_API_KEY = 'lecternDesktop';
