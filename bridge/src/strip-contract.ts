/**
 * The bridge of the control strip's page: the live status and the commands, without room, key and
 * settings.
 */
import type { LiveCommand, LiveStatus } from './live.ts';

/** The buttons of the strip. `show` brings the main window to the front. */
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

/** The name of the `StripApi` on the strip's `window`. */
export const STRIP_API_KEY = 'lecternStrip';
