/** What a room is given from outside. */
import type { RoomPolicy } from '../policy.ts';
import type { Clock } from './clock.ts';
import type { IceServersFor } from './ice-servers.ts';
import type { NotifyAll } from './outlet.ts';
import type { RoomObserver } from './room-observer.ts';
import type { WaitingBytes } from './waiting-bytes.ts';

export interface RoomOptions {
  readonly clock: Clock;
  readonly policy: RoomPolicy;
  readonly maxWatchers: number;
  readonly iceServersFor: IceServersFor;
  readonly waiting: WaitingBytes;
  readonly notifyAll: NotifyAll;
  readonly observer: RoomObserver;
}
