/**
 * The sending stream of a forwarded link, with the track that keeps its clock. While it is held, no
 * picture is written.
 */
import type { LinkId } from '@lectern/protocol';
import loglevel from 'loglevel';
import { SenderParameters } from '../sender-parameters.ts';
import type { ClockTracks } from './clock-tracks.ts';

const log = loglevel.getLogger('media');

/**
 * The own track keeps the link's clock and is never seen, so it may be tiny, and slow once the
 * clock's offset is known.
 */
const OWN_FRAMES_PER_SECOND = { first: 30, later: 2 };
const OWN_SCALE = 40;

/**
 * Somewhat above the top layer with sound. The own frames never leave, but this bounds the first
 * bandwidth estimate.
 */
export const firstCeilingKbps = (topKbps: number): number => Math.max(2_700, topKbps);

export const ownEncodingOf = (ceilingKbps: number): RTCRtpEncodingParameters => ({
  maxBitrate: Math.round(ceilingKbps * 1000),
  maxFramerate: OWN_FRAMES_PER_SECOND.first,
  scaleResolutionDownBy: OWN_SCALE,
});

export interface LinkStreamOptions {
  readonly linkId: LinkId;
  readonly sender: RTCRtpSender;
  readonly clock: ClockTracks | null;
  readonly ceilingKbps: number;
  readonly onHeld: () => void;
  readonly onReleased: () => void;
}

/** `restarting`: what is written would be lost · `no-path`: it would not arrive. */
type HoldReason = 'restarting' | 'no-path';

export class LinkStream {
  readonly #options: LinkStreamOptions;
  readonly #parameters: SenderParameters;
  readonly #reasons = new Set<HoldReason>();
  #heldAtMs = 0;
  #ceilingKbps: number;
  #clock: ClockTracks | null;

  constructor(options: LinkStreamOptions) {
    this.#options = options;
    this.#parameters = new SenderParameters(options.sender);
    this.#ceilingKbps = options.ceilingKbps;
    this.#clock = options.clock;
  }

  /** Whether it waits for its path. */
  get isHeld(): boolean {
    return this.#reasons.has('no-path');
  }

  /** For how long it has waited for its path; 0 while it does not. */
  get heldMs(): number {
    return this.isHeld ? performance.now() - this.#heldAtMs : 0;
  }

  /** Another captured track for the clock. */
  setClock(clock: ClockTracks | null): void {
    this.#clock = clock;
    void this.#show('own');
  }

  /** The offset of the link's timestamps is known. */
  async slowClock(): Promise<void> {
    await this.#changeEncoding({ maxFramerate: OWN_FRAMES_PER_SECOND.later });
  }

  /**
   * A changed ceiling makes libwebrtc probe up to it with padding, which does no harm. Without it,
   * the estimate of a stream whose bitrate the application limits would not grow.
   */
  async probe(upToKbps: number): Promise<void> {
    await this.limit(this.#ceilingKbps === upToKbps ? upToKbps * 1.05 : upToKbps);
  }

  /** The own frames never leave, but their ceiling bounds the estimate. */
  async limit(ceilingKbps: number): Promise<void> {
    if (ceilingKbps === this.#ceilingKbps) return;
    this.#ceilingKbps = ceilingKbps;
    await this.#changeEncoding({ maxBitrate: Math.round(ceilingKbps * 1000) });
  }

  /** Until `resume()`. What has been written before is old by then, so it is dropped meanwhile. */
  hold(): void {
    if (this.isHeld) return;
    this.#heldAtMs = performance.now();
    this.#hold('no-path');
    void this.restart();
  }

  resume(): void {
    this.#release('no-path');
  }

  /**
   * Drops what waits in the pacer, and requests for lost packets find nothing to repeat.
   * Retransmissions precede new frames and exceed what a bad line carries, so they would keep it full
   * for seconds.
   */
  async restart(): Promise<void> {
    if (this.#reasons.has('restarting')) return;
    this.#hold('restarting');
    await this.#show('otherKind');
    await this.#show('own');
    this.#release('restarting');
  }

  #hold(reason: HoldReason): void {
    if (this.#reasons.size === 0) this.#options.onHeld();
    this.#reasons.add(reason);
  }

  #release(reason: HoldReason): void {
    if (this.#reasons.delete(reason) && this.#reasons.size === 0) this.#options.onReleased();
  }

  async #changeEncoding(change: Partial<RTCRtpEncodingParameters>): Promise<void> {
    await this.#parameters.change(({ encodings: [encoding] }) => {
      if (encoding) Object.assign(encoding, change);
    });
  }

  async #show(kind: keyof ClockTracks): Promise<void> {
    const { linkId, sender } = this.#options;
    try {
      await sender.replaceTrack(this.#clock?.[kind] ?? null);
    } catch (error) {
      log.debug(`link ${linkId}: its connection closed before its track was replaced:`, error);
    }
  }
}
