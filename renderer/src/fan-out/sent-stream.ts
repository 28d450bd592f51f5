/** The truth about one encoding that goes out, for who wants to look at it. */
import type { LayerIndex } from '@lectern/steering';

export interface SentStream {
  /** Null where each link has an encoder of its own. */
  readonly layer: LayerIndex | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** To each watcher who gets it, without sound; null until it has been measured. */
  readonly kbps: number | null;
  /** As the browser names it, such as `libvpx`. */
  readonly encoder: string | null;
  readonly limitedBy: 'nothing' | 'processor' | 'line' | 'other';
  /** How many get it. */
  readonly watchers: number;
}

/** What a browser says about one encoding. The names are those of W3C's webrtc-stats; TypeScript has the entries as `any`. */
export interface EncodingFacts {
  readonly rid: string | null;
  readonly bytes: number;
  readonly stream: Pick<SentStream, 'width' | 'height' | 'fps' | 'encoder' | 'limitedBy'>;
}

const limits: Readonly<Record<string, SentStream['limitedBy']>> = {
  none: 'nothing',
  cpu: 'processor',
  bandwidth: 'line',
};

/** The video encodings that have been given a picture. */
export function encodingsIn(statistics: Pick<RTCStatsReport, 'values'>): EncodingFacts[] {
  return [...statistics.values()]
    .filter(({ type, kind, frameWidth }) => type === 'outbound-rtp' && kind === 'video' && frameWidth > 0)
    .map((entry) => ({
      rid: entry.rid ?? null,
      bytes: entry.bytesSent ?? 0,
      stream: {
        width: entry.frameWidth,
        height: entry.frameHeight,
        fps: entry.framesPerSecond ?? 0,
        encoder: entry.encoderImplementation ?? null,
        limitedBy: limits[entry.qualityLimitationReason ?? 'none'] ?? 'other',
      },
    }));
}

/** Kilobits a second between two looks at growing totals, each under a name of its own. */
export class RateMeter {
  #before = new Map<string, { readonly bytes: number; readonly atMs: number }>();

  /** Null for a name that the last look did not have. */
  measure(totals: ReadonlyMap<string, number>, atMs: number): ReadonlyMap<string, number | null> {
    const rates = new Map<string, number | null>();
    const now = new Map<string, { readonly bytes: number; readonly atMs: number }>();
    for (const [name, bytes] of totals) {
      const before = this.#before.get(name);
      const elapsedMs = before ? atMs - before.atMs : 0;
      rates.set(name, before && elapsedMs > 0 ? ((bytes - before.bytes) * 8) / elapsedMs : null);
      now.set(name, { bytes, atMs });
    }
    this.#before = now;
    return rates;
  }
}
