/** One encoding that is being sent, for display. */
import type { LayerIndex } from '@lectern/steering';

export interface SentStream {
  /** Null where each link has an encoder of its own. */
  readonly layer: LayerIndex | null;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** To each of its watchers, without sound; null until it has been measured. */
  readonly kbps: number | null;
  /** As RTP names it, such as `VP8`; null while the browser does not say. */
  readonly codec: string | null;
  /** The browser's name for it, such as `libvpx`. */
  readonly encoder: string | null;
  readonly limitedBy: 'nothing' | 'processor' | 'line' | 'other';
  /** How many receive it over links of their own. */
  readonly watchers: number;
  /** Whether it goes to the relay as well. */
  readonly toRelay: boolean;
}

/**
 * A browser's statistics on one encoding, named as in W3C's webrtc-stats. TypeScript types the
 * entries as `any`.
 */
export interface EncodingFacts {
  readonly rid: string | null;
  readonly bytes: number;
  readonly stream: Pick<SentStream, 'width' | 'height' | 'fps' | 'codec' | 'encoder' | 'limitedBy'>;
}

const limits: Readonly<Record<string, SentStream['limitedBy']>> = {
  none: 'nothing',
  cpu: 'processor',
  bandwidth: 'line',
};

/** The video encodings that have had a frame. */
export function encodingsIn(statistics: Pick<RTCStatsReport, 'values'>): EncodingFacts[] {
  const entries = [...statistics.values()];
  const codecOf = (id: string | undefined): string | null =>
    entries.find((entry) => entry.type === 'codec' && entry.id === id)?.mimeType?.replace('video/', '') ?? null;
  return entries
    .filter(({ type, kind, frameWidth }) => type === 'outbound-rtp' && kind === 'video' && frameWidth > 0)
    .map((entry) => ({
      rid: entry.rid ?? null,
      bytes: entry.bytesSent ?? 0,
      stream: {
        width: entry.frameWidth,
        height: entry.frameHeight,
        fps: entry.framesPerSecond ?? 0,
        codec: codecOf(entry.codecId),
        encoder: entry.encoderImplementation ?? null,
        limitedBy: limits[entry.qualityLimitationReason ?? 'none'] ?? 'other',
      },
    }));
}

/** Bitrates in kbit/s from byte totals that are read now and then. */
export class RateMeter<Key> {
  #before = new Map<Key, { readonly bytes: number; readonly atMs: number }>();

  /** The rate since the last call; null for a total that the last call did not have. */
  measure(totals: ReadonlyMap<Key, number>, atMs: number): ReadonlyMap<Key, number | null> {
    const rates = new Map<Key, number | null>();
    const now = new Map<Key, { readonly bytes: number; readonly atMs: number }>();
    for (const [key, bytes] of totals) {
      const before = this.#before.get(key);
      const elapsedMs = before ? atMs - before.atMs : 0;
      rates.set(key, before && elapsedMs > 0 ? ((bytes - before.bytes) * 8) / elapsedMs : null);
      now.set(key, { bytes, atMs });
    }
    this.#before = now;
    return rates;
  }
}
