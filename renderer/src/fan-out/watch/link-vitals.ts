/** What one reading of a link's statistics says of what arrives and what leaves. */

export type StreamKind = 'picture' | 'sound';

export interface LinkVitals {
  /**
   * When the browser counted, by its own clock; 0 if it does not say. A report may be an old one.
   */
  readonly countedAtMs: number;
  /**
   * Media, feedback and data that have arrived, on any path; undefined where they are not counted.
   */
  readonly received: number | undefined;
  readonly checks: PathChecks;
  readonly picture: StreamCounts;
  readonly sound: StreamCounts;
}

/**
 * ICE checks and their answers on the path in use. They come sooner than media after an outage, but
 * also on a path that carries nothing else.
 */
export interface PathChecks {
  /** Undefined where there is no path. */
  readonly path: string | undefined;
  readonly count: number;
}

export interface StreamCounts {
  /**
   * What the track has given: frames, or seconds of sound; null without a track of the link's own.
   */
  readonly source: number | null;
  /** Bytes that have left, without repetitions and padding. */
  readonly sent: number;
}

/**
 * From the fields of W3C's webrtc-stats, of which each browser has some. TypeScript types them as
 * `any`.
 */
export function vitalsIn(report: Pick<RTCStatsReport, 'get' | 'values'>): LinkVitals {
  const video: Mutable<StreamCounts> = { source: null, sent: 0 };
  const audio: Mutable<StreamCounts> = { source: null, sent: 0 };
  let [pair, received]: [Pair | undefined, number | undefined] = [undefined, undefined];
  let countedAtMs = 0;
  for (const entry of report.values()) {
    countedAtMs = Math.max(countedAtMs, entry.timestamp ?? 0);
    if (entry.type === 'transport') {
      pair ??= report.get(entry.selectedCandidatePairId ?? '');
      received = entry.packetsReceived;
    }
    // Firefox has no `transport` entry; it marks the pair.
    else if (entry.type === 'candidate-pair' && entry.selected === true) pair = entry;
    const counts = entry.kind === 'video' ? video : audio;
    if (entry.type === 'media-source') counts.source = entry.frames ?? entry.totalSamplesDuration ?? null;
    else if (entry.type === 'outbound-rtp') counts.sent += newBytesIn(entry);
  }
  const { id, bytesReceived, requestsReceived = 0, responsesReceived = 0 } = pair ?? {};
  return {
    countedAtMs,
    received: received ?? bytesReceived,
    checks: { path: id, count: requestsReceived + responsesReceived },
    picture: video,
    sound: audio,
  };
}

/** Bytes of each medium of the picture that have left, by `mid`, without repetitions and padding. */
export function sentByMedium(report: Pick<RTCStatsReport, 'values'>): ReadonlyMap<string, number> {
  const pictures = [...report.values()].filter(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
  return new Map(pictures.map((entry) => [entry.mid, newBytesIn(entry)]));
}

const newBytesIn = ({ bytesSent, retransmittedBytesSent }: Sent): number =>
  (bytesSent ?? 0) - (retransmittedBytesSent ?? 0);

interface Sent {
  readonly bytesSent?: number;
  readonly retransmittedBytesSent?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Pair {
  readonly id: string;
  readonly bytesReceived?: number;
  readonly requestsReceived?: number;
  readonly responsesReceived?: number;
}
