/** What a room is given from outside. */
import type { RoomPolicy } from '../policy.ts';
import type { Clock } from './clock.ts';
import type { IceSource } from './ice-source.ts';
import type { NotifyAll } from './outlet.ts';
import type { PasscodeGuesses } from './passcode-guesses.ts';
import type { RoomObserver } from './room-observer.ts';
import type { OpenRelay } from './relay-outlet.ts';
import type { PresenterIdentity } from './presenter-identity.ts';
import type { StreamCarrier } from './stream-carrier.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

/** On whose behalf a room is held. All rooms of one presenter's identity share its quota. */
export interface RoomHolder {
  /** Null where it is not known, or everybody may present. */
  identity(): PresenterIdentity | null;
  /** Whether the quota has a seat left for one more watcher. */
  hasSeat(): boolean;
}

/** Of a room that has not been opened. */
export const noHolder: RoomHolder = { identity: () => null, hasSeat: () => true };

export interface RoomOptions {
  readonly clock: Clock;
  readonly policy: RoomPolicy;
  readonly maxWatchers: number;
  readonly ice: IceSource;
  readonly waiting: WaitingBytes;
  /** Of all rooms here. */
  readonly guesses: PasscodeGuesses;
  readonly notifyAll: NotifyAll;
  readonly observer: RoomObserver;
  readonly holder: RoomHolder;
  /** Null where no room uses a relay. */
  readonly relay: { readonly use: 'auto' | 'always'; readonly open: OpenRelay } | null;
  /** Null where nothing carries streams of other programs. */
  readonly streams: StreamCarrier | null;
}
