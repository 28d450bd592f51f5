/**
 * Reads one link's statistics for the steering, and detects its watcher's requests for key frames.
 */
import type { LinkId } from '@lectern/protocol';
import type { LinkSample } from '@lectern/steering';
import { KEY_FRAME_SENDING_MS, LOSS_REPORT_LIFETIME_MS, OUTAGE_LOSS_MS } from '../../policy/encoding.ts';

interface Totals {
  readonly atMs: number;
  readonly packets: number;
  readonly sendDelaySeconds: number;
  readonly bytes: number;
  readonly keyFrameRequests: number;
}

export interface LinkReading {
  readonly sample: Omit<LinkSample, 'repeatedSoundKbps'>;
  /** Of picture or sound, whichever loses more, in recent reports, 0 to 1. */
  readonly worstLossFraction: number;
  /**
   * The watcher sent a request by RTCP (PLI, RFC 4585, or FIR, RFC 5104) since the last reading.
   */
  readonly keyFrameRequested: boolean;
}

/** The loss that was reported belongs to an outage, and says nothing about the line. */
const withoutLoss = (reading: LinkReading): LinkReading => ({
  ...reading,
  sample: { ...reading.sample, lossFraction: 0 },
  worstLossFraction: 0,
});

export class LinkSampler {
  readonly #linkId: LinkId;
  readonly #pc: RTCPeerConnection;
  #before: Totals | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;
  #keyFrameSentAtMs = Number.NEGATIVE_INFINITY;
  #resumedAtMs = Number.NEGATIVE_INFINITY;

  constructor(linkId: LinkId, pc: RTCPeerConnection) {
    this.#linkId = linkId;
    this.#pc = pc;
  }

  noteKeyFrame(): void {
    this.#keyFrameSentAtMs = performance.now();
  }

  /** The path is back. */
  noteResumed(): void {
    this.#resumedAtMs = performance.now();
  }

  /**
   * The next call of `read` is like the first: without a path the figures say nothing about the
   * line, nor does a difference over that time.
   */
  forget(): void {
    this.#before = undefined;
  }

  /** Undefined on the first call, since all values are differences. */
  async read(): Promise<LinkReading | undefined> {
    // Many links are read less often than a key frame takes, so it may have left before this moment.
    const hadKeyFrame = this.#readAtMs - this.#keyFrameSentAtMs < KEY_FRAME_SENDING_MS;
    const nowMs = performance.now();
    this.#readAtMs = nowMs;
    const reading = this.#difference(factsIn(await this.#pc.getStats()), hadKeyFrame);
    return reading && nowMs - this.#resumedAtMs < OUTAGE_LOSS_MS ? withoutLoss(reading) : reading;
  }

  #difference(facts: Facts, hadKeyFrame: boolean): LinkReading | undefined {
    const before = this.#before;
    this.#before = facts.totals;
    if (!before) return undefined;
    const packets = facts.totals.packets - before.packets;
    const elapsedMs = facts.totals.atMs - before.atMs;
    if (elapsedMs <= 0) return undefined;
    return {
      sample: {
        linkId: this.#linkId,
        availableKbps: facts.availableKbps,
        hadKeyFrame,
        queueMs: packets > 0 ? ((facts.totals.sendDelaySeconds - before.sendDelaySeconds) / packets) * 1000 : 0,
        lossFraction: facts.lossFraction,
        rttMs: facts.rttMs,
        sentKbps: ((facts.totals.bytes - before.bytes) * 8) / elapsedMs,
      },
      worstLossFraction: facts.worstLossFraction,
      keyFrameRequested: facts.totals.keyFrameRequests > before.keyFrameRequests,
    };
  }
}

interface Facts {
  readonly totals: Totals;
  readonly availableKbps: number | null;
  readonly lossFraction: number;
  readonly worstLossFraction: number;
  readonly rttMs: number | null;
}

/**
 * The relevant parts of W3C's webrtc-stats. TypeScript types the entries as `any`.
 */
function factsIn(report: RTCStatsReport): Facts {
  let pairId: string | undefined;
  let totals: Totals = { atMs: 0, packets: 0, sendDelaySeconds: 0, bytes: 0, keyFrameRequests: 0 };
  let bytes: number | undefined;
  // Weighted: of a layer with few packets, each that is lost is a large part.
  const packetsOf = { lost: 0, all: 0 };
  const reported: { readonly atMs: number; readonly fraction: number }[] = [];
  let rttMs: number | null = null;
  for (const entry of report.values()) {
    if (entry.type === 'transport') {
      pairId = entry.selectedCandidatePairId;
      bytes = entry.bytesSent;
    } else if (entry.type === 'outbound-rtp' && entry.kind === 'video') {
      // A publishing link has one for each layer.
      totals = {
        atMs: entry.timestamp,
        packets: totals.packets + entry.packetsSent,
        sendDelaySeconds: totals.sendDelaySeconds + entry.totalPacketSendDelay,
        bytes: 0,
        keyFrameRequests: totals.keyFrameRequests + (entry.pliCount ?? 0) + (entry.firCount ?? 0),
      };
    } else if (entry.type === 'remote-inbound-rtp') {
      reported.push({ atMs: entry.timestamp, fraction: entry.fractionLost ?? 0 });
      if (entry.kind !== 'video') continue;
      const packets: number = report.get(entry.localId)?.packetsSent ?? 1;
      packetsOf.lost += (entry.fractionLost ?? 0) * packets;
      packetsOf.all += packets;
      rttMs = entry.roundTripTime === undefined ? null : entry.roundTripTime * 1000;
    }
  }
  const available: number | undefined = pairId === undefined ? undefined : report.get(pairId)?.availableOutgoingBitrate;
  return {
    totals: { ...totals, bytes: bytes ?? 0 },
    availableKbps: available === undefined ? null : available / 1000,
    lossFraction: packetsOf.all > 0 ? packetsOf.lost / packetsOf.all : 0,
    worstLossFraction: recentLoss(reported, totals.atMs),
    rttMs,
  };
}

const recentLoss = (reports: readonly { readonly atMs: number; readonly fraction: number }[], nowMs: number): number =>
  Math.max(0, ...reports.flatMap(({ atMs, fraction }) => (nowMs - atMs <= LOSS_REPORT_LIFETIME_MS ? [fraction] : [])));
