/**
 * Which instance runs which room, and which instances are alive. A room has one owner. All methods
 * that are promises reject with a retryable `SignalingError` where the answer cannot be known now.
 */
import type { RoomId } from '@lectern/protocol';
import type { Cancel } from '../room/clock.ts';
import type { InstanceFacts, InstanceId } from './instance.ts';

export interface Owner {
  readonly instance: InstanceId;
  /** Larger for each owner of the room than for the one before. */
  readonly fence: number;
}

export interface DirectoryListener {
  /** Others may have claimed rooms of ours, or have believed this instance gone: each is confirmed. */
  confirming(): void;
  /** Its rooms may be claimed from now on. `itsRooms`: those that were known here to be its own. */
  instanceGone(id: InstanceId, itsRooms: readonly RoomId[]): void;
  /**
   * The room was ours, and another instance runs it now: `ownerOf` says which. `release` has been
   * done.
   */
  roomTaken(roomId: RoomId): void;
  /** Rooms of ours have been written again: meanwhile, they may have seemed to have no owner. */
  roomsConfirmed(): void;
  /**
   * Other instances may take our rooms from now on, because the directory has not heard of us for
   * too long. What runs on this instance alone may go on.
   */
  leaseLost(): void;
  /** The lease is held again, and the rooms that are still ours have been confirmed. */
  leaseBack(): void;
}

export interface Directory {
  readonly self: InstanceId;
  /**
   * Whether no other instance can have taken our rooms: read before a frame about one of them is
   * carried out. False before `leaseLost`, too, where the process has been stopped for a while.
   */
  readonly holdsLease: boolean;
  /**
   * Never claims. Owners are remembered, so this costs no round trip as a rule. Undefined where the
   * room has no owner that is alive. Rejects where the room is not ours and the directory is away.
   */
  ownerOf(roomId: RoomId): Promise<Owner | undefined>;
  /**
   * A key or a token has proven the room. Resolves with its owner: this instance where the room had
   * none that is alive.
   */
  claim(roomId: RoomId): Promise<Owner>;
  /** The room is no longer ours. Never rejects: it is repeated until the directory has heard it. */
  release(roomId: RoomId): Promise<void>;
  /**
   * What is remembered of its owner is wrong: the instance answered that the room is not its own.
   */
  forget(roomId: RoomId): void;
  /**
   * Nothing that is sent to the instance reaches it: it is gone soon, unless it is heard of
   * meanwhile.
   */
  suspect(instance: InstanceId): void;
  /** The rooms that are ours. */
  owned(): Iterable<RoomId>;
  owns(roomId: RoomId): boolean;
  /** Those alive, this one among them. */
  instances(): readonly InstanceFacts[];
  /** Those alive but this one. */
  others(): readonly InstanceFacts[];
  subscribe(listener: DirectoryListener): Cancel;
  /** The others see at once that this instance is gone. */
  close(): Promise<void>;
}

/** What a directory reads of its own instance. */
export interface DirectoryOptions {
  readonly self: InstanceId;
  readonly facts: () => Omit<InstanceFacts, 'id'>;
  /**
   * Whether the presenter of this room of ours is known to be connected now. Where two instances have run a
   * room for a while, the one with the presenter keeps it.
   */
  readonly hasPresenter: (roomId: RoomId) => boolean;
}
