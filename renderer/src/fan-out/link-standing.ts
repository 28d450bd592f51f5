/** A link with a watcher, as the fan-out holds it just now. */
import type { LinkId, QualityCap, WatcherId } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';

export interface LinkStanding {
  readonly linkId: LinkId;
  readonly watcherId: WatcherId;
  readonly state: LinkState;
  /** What its watcher wants at most. */
  readonly cap: QualityCap;
}
