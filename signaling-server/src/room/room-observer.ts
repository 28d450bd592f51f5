/**
 * What the figures of the service count in a room. Counts only: an observer never changes a room.
 */
import type { RoomReport, Route } from '@lectern/protocol';

export interface RoomObserver {
  /** A watcher has its first picture, `afterMs` after its first link was opened. */
  firstPicture(afterMs: number, route: Route): void;
  /** What another program publishes into a room. */
  streamed(what: 'began' | 'ended'): void;
  /** Recoveries and freezes since the presenter's last report. */
  reported(counts: Pick<RoomReport, 'recoveries' | 'freezes'>): void;
}

/** For rooms that no figures are kept of. */
export const unobserved: RoomObserver = {
  firstPicture: () => undefined,
  streamed: () => undefined,
  reported: () => undefined,
};
