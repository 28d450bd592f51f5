/**
 * What the presenter UI may ask of the machine it runs on: the only way between the two. Types and names, no imports of Electron:
 * main, preload and renderer read this same file, and `renderer/src/bridge/browser-bridge.ts` does the same job in a tab.
 */
import type { ProofClaims, RoomId, RoomProof } from '@lectern/protocol';

/** A device as it is remembered: its id, and its label in case the id has changed since. */
export interface DeviceChoice {
  readonly id: string;
  readonly label: string;
}

/** What is kept between starts. */
export interface Settings {
  /** Origin of the signaling service, or null for the one that came with the start. */
  readonly serviceUrl: string | null;
  readonly title: string;
  readonly presenterName: string;
  readonly camera: DeviceChoice | null;
  readonly microphone: DeviceChoice | null;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  /** One encoder for all watchers wherever that is possible, or one for each. */
  readonly sending: 'once' | 'each';
  /** What all watchers together may take of this machine's line, kbit/s; null is all there is. */
  readonly uplinkKbps: number | null;
}

/** Where the UI runs. */
export interface Host {
  readonly kind: 'desktop' | 'browser';
  readonly version: string;
  /** Origin of the service to use while the settings name none. */
  readonly defaultServiceUrl: string;
  /** How well the room's key is kept: by the system's keychain, by file permissions only, or by the browser's storage. */
  readonly keyKeptBy: 'keychain' | 'file' | 'browser';
}

/** The UI asks, the machine answers. Each rejects with an `Error` whose message can be shown. */
export interface DesktopCalls {
  describeHost(): Promise<Host>;
  readSettings(): Promise<Settings>;
  /** Keeps the change and gives the whole back. */
  updateSettings(change: Partial<Settings>): Promise<Settings>;
  /** The presenter's room; its key is made on the first call. */
  identifyRoom(): Promise<RoomId>;
  /** Signs these claims and nothing else with the room's key. */
  proveRoom(claims: ProofClaims): Promise<RoomProof>;
  copyText(text: string): Promise<void>;
}

/** The machine tells, the UI listens. */
export interface DesktopEvents {
  readonly settingsChanged: Settings;
  /** The machine has slept and is awake again: connections should be checked at once. */
  readonly systemResumed: null;
}

/** The names above at run time; `Record` makes a missing or stray one a compile error. */
export const desktopCalls: Readonly<Record<keyof DesktopCalls, true>> = {
  describeHost: true,
  readSettings: true,
  updateSettings: true,
  identifyRoom: true,
  proveRoom: true,
  copyText: true,
};

export const desktopEvents: Readonly<Record<keyof DesktopEvents, true>> = {
  settingsChanged: true,
  systemResumed: true,
};

export interface DesktopApi extends DesktopCalls {
  /** Returns the unsubscribe. */
  on<E extends keyof DesktopEvents>(event: E, listener: (payload: DesktopEvents[E]) => void): () => void;
}

/** The name under which the preload script puts a `DesktopApi` on `window`. */
export const DESKTOP_API_KEY = 'lecternDesktop';
