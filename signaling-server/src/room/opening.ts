/** A presenter's entry into its room, and when it is refused. */
import {
  SignalingError,
  type EntryRules,
  type Epoch,
  type HeldLink,
  type LinkId,
  type RoomAbout,
  type WatcherId,
} from '@lectern/protocol';
import type { Outlet } from './outlet.ts';
import type { Presenter } from './presenter.ts';
import type { RoomOptions } from './room-options.ts';

/** A presenter's entry, verified by the door. */
export interface Opening {
  readonly epoch: Epoch;
  /** A token is good for entering, but gives way to the key. */
  readonly by: 'key' | 'token';
  /** A token for this epoch shows that the service has accepted it before. */
  readonly isEpochKnown: boolean;
  readonly live: boolean;
  readonly about: RoomAbout;
  readonly held: readonly HeldLink[];
  /** Watchers whom the presenter has removed, also before this service started. */
  readonly removed: readonly WatcherId[];
  /** Who may enter; undefined for everybody with the link. */
  readonly entry?: EntryRules | undefined;
  /** Links of this room use TURN only. */
  readonly turnOnly?: boolean;
  /** The presenter's app can publish to the relay. */
  readonly publishes?: boolean;
  /** The link over which it publishes, also from before this service started. */
  readonly publishing?: LinkId;
  readonly outlet: Outlet;
}

export interface Opened {
  readonly watchers: number;
  readonly refused: readonly LinkId[];
}

interface Entered {
  /** Of the last run that the service itself has ended. */
  readonly endedEpoch: Epoch | null;
  /** Of the run that has the room; null while the room has not been opened. */
  readonly epoch: Epoch | null;
  readonly presenter: Pick<Presenter, 'isHere' | 'owns'>;
}

export const replacedBy = (epoch: Epoch | null): SignalingError =>
  new SignalingError('replaced', 'a newer run has the room', epoch ?? undefined);

/**
 * Throws `replaced` when a newer run has the room, `run-ended` when the service has ended this one,
 * `epoch-too-far`, and `unauthorized` where a token would displace a connected presenter of the
 * same run.
 */
export function checkEntry(
  { epoch, by, isEpochKnown, outlet }: Opening,
  room: Entered,
  { clock, policy }: Pick<RoomOptions, 'clock' | 'policy'>,
): void {
  if (room.epoch !== null && epoch < room.epoch) throw replacedBy(room.epoch);
  if (epoch === room.endedEpoch) throw new SignalingError('run-ended', 'ended by the service', epoch);
  const furthest = Math.max(clock.now() + policy.epochAheadMs, (room.epoch ?? 0) + policy.epochStepMs);
  if (epoch > furthest && !isEpochKnown) throw new SignalingError('epoch-too-far');
  const isElsewhere = room.presenter.isHere() && !room.presenter.owns(outlet);
  if (by === 'token' && epoch === room.epoch && isElsewhere) {
    throw new SignalingError('unauthorized', 'this run is connected: only the key takes over');
  }
}
