/** How an instance meets the others: the directory and the wire that they have in common. */
import type { RoomId } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Clock } from '../room/clock.ts';
import type { CountsOf } from '../room/other-counts.ts';
import type { WaitingBytes } from '../room/waiting-bytes.ts';
import type { ClusterObserver } from './cluster-observer.ts';
import type { Directory } from './directory.ts';
import type { InstanceId, OwnFacts } from './instance.ts';
import type { RedisState } from './redis/redis-connection.ts';
import type { SealKeys } from './seals.ts';
import type { Wire } from './wire.ts';

export interface Others {
  readonly directory: Directory;
  readonly wire: Wire;
  /** Whether Redis is reached, where the instances meet there. */
  readonly redis?: () => RedisState;
  /** Resolves when this instance is known to the others and hears them. Never rejects. */
  readonly met?: Promise<unknown>;
  /**
   * What the others have counted for a limit of this name; undefined where each counts for itself.
   */
  readonly countsOf?: CountsOf;
  /** Closes both. The others see at once that this instance is gone. */
  close(): Promise<void>;
}

/** This instance, as the others need to know it. */
export interface OwnInstance {
  readonly self: InstanceId;
  readonly facts: () => OwnFacts;
  /** As `DirectoryOptions` says. */
  readonly hasPresenter: (roomId: RoomId) => boolean;
  readonly keys: SealKeys;
  readonly clock: Clock;
  readonly log: Logger;
  readonly waiting: WaitingBytes;
  readonly observer: ClusterObserver;
}

export type MeetOthers = (own: OwnInstance) => Others;
