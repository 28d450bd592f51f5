/** What one reading of a link's statistics says of what arrives and what leaves. */

export type StreamKind = 'picture' | 'sound';

export interface LinkVitals {
  /**
   * Differs from the reading before if anything has arrived from the watcher since; undefined where
   * there is no path.
   */
  readonly received: string | undefined;
  readonly picture: StreamCounts;
  readonly sound: StreamCounts;
}

export interface StreamCounts {
  /** What the track has given: frames, or seconds of sound; null without a track of the link's own. */
  readonly source: number | null;
  /** Bytes that have left, without repetitions and padding. */
  readonly sent: number;
}

/** From the fields of W3C's webrtc-stats, of which each browser has some. TypeScript types them as `any`. */
export function vitalsIn(report: Pick<RTCStatsReport, 'get' | 'values'>): LinkVitals {
  const video: Mutable<StreamCounts> = { source: null, sent: 0 };
  const audio: Mutable<StreamCounts> = { source: null, sent: 0 };
  let pair;
  for (const entry of report.values()) {
    if (entry.type === 'transport') pair ??= report.get(entry.selectedCandidatePairId ?? '');
    // Firefox has no `transport` entry; it marks the pair.
    else if (entry.type === 'candidate-pair' && entry.selected === true) pair = entry;
    const counts = entry.kind === 'video' ? video : audio;
    if (entry.type === 'media-source') counts.source = entry.frames ?? entry.totalSamplesDuration ?? null;
    else if (entry.type === 'outbound-rtp') counts.sent += (entry.bytesSent ?? 0) - (entry.retransmittedBytesSent ?? 0);
  }
  return { received: receivedOn(pair), picture: video, sound: audio };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Pair {
  readonly id: string;
  readonly bytesReceived?: number;
  readonly packetsReceived?: number;
  readonly requestsReceived?: number;
  readonly responsesReceived?: number;
}

/** Media, feedback, and ICE checks and their answers. */
const receivedOn = (pair: Pair | undefined): string | undefined =>
  pair && [pair.id, pair.bytesReceived, pair.packetsReceived, pair.requestsReceived, pair.responsesReceived].join(' ');
