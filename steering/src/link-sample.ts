/** Input and output of the steering. */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from './layers.ts';

/** Statistics of one link, taken about four times a second. */
export interface LinkSample {
  readonly linkId: LinkId;
  /**
   * The candidate pair's `availableOutgoingBitrate` (W3C webrtc-stats). It does not grow while
   * little is sent.
   */
  readonly availableKbps: number | null;
  /** Average time that packets waited in the pacer since the last sample. */
  readonly queueMs: number;
  /** A key frame was just sent. It queues for a moment even on a good path. */
  readonly hadKeyFrame: boolean;
  /** From the watcher's last receiver report, 0 to 1. */
  readonly lossFraction: number;
  readonly rttMs: number | null;
  /** All streams of the link, on the wire, since the last sample. */
  readonly sentKbps: number;
  /**
   * What the link's sound costs on top, since each packet repeats earlier frames; 0 where none
   * does.
   */
  readonly repeatedSoundKbps: number;
}

export interface Decision {
  /** The layer that each link should get. Links with sound only are not in it. */
  readonly layers: ReadonlyMap<LinkId, LayerIndex>;
  /** Links whose bandwidth should be probed now. */
  readonly probes: readonly LinkId[];
  /** The known capacity of the presenter's uplink; null while nothing limits it. */
  readonly uplinkKbps: number | null;
}
