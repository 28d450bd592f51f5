/** What the control strip's own small page may ask and hear: nothing of the room, its key or the settings. Types and names only. */
import type { LiveCommand, LiveStatus } from './live.ts';

/** What can be pressed in the strip; `show` brings the window up. */
export type StripCommand =
  Extract<LiveCommand, 'pause' | 'resume' | 'stop' | 'toggle-microphone' | 'toggle-camera'> | 'show';

export interface StripCalls {
  describeLive(): Promise<LiveStatus>;
  press(command: StripCommand): Promise<void>;
}

export interface StripEvents {
  readonly liveChanged: LiveStatus;
}

export interface StripApi extends StripCalls {
  /** Returns the unsubscribe. */
  on<E extends keyof StripEvents>(event: E, listener: (payload: StripEvents[E]) => void): () => void;
}

/** The name under which the strip's preload script puts a `StripApi` on `window`. */
export const STRIP_API_KEY = 'lecternStrip';
