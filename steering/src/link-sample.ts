/** What the steering is told and what it says. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';

/** What one link's statistics say, taken some four times a second. */
export interface LinkSample {
  readonly linkId: LinkId;
  /** The candidate pair's `availableOutgoingBitrate`; does not grow while little is sent. */
  readonly availableKbps: number | null;
  /** How long packets waited in the pacer since the last sample, on average. */
  readonly queueMs: number;
  /** A key frame has just been sent: it queues by itself for a moment, on a good line too. */
  readonly hadKeyFrame: boolean;
  /** As the watcher's last receiver report has it, 0 to 1. */
  readonly lossFraction: number;
  readonly rttMs: number | null;
  /** On the wire since the last sample, all streams of the link. */
  readonly sentKbps: number;
}

export interface Decision {
  readonly layers: ReadonlyMap<LinkId, LayerIndex>;
  /** Links whose bandwidth should be probed now; the media knows how. */
  readonly probes: readonly LinkId[];
  /** What the presenter's line carries, as far as that is known; null while nothing limits it. */
  readonly uplinkKbps: number | null;
}
