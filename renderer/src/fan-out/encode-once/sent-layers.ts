/**
 * What the scene's encoder makes, and each layer's bitrate as measured on one link that gets it:
 * the encoder itself sends nothing.
 */
import { TOP_LAYER, type LayerIndex } from '@lectern/steering';
import { RateMeter, type SentStream } from '../sent-stream.ts';
import type { SceneEncoder } from './scene-encoder.ts';

export interface LayeredLink {
  readonly pc: { getStats(): Promise<Pick<RTCStatsReport, 'values'>> };
  readonly sent: LayerIndex | null;
}

export class SentLayers {
  readonly #readEncodings: SceneEncoder['encodings'];
  /**
   * One for each layer. A rate never compares two links or two layers: each meter forgets what its
   * last call did not have.
   */
  readonly #meters = ([0, 1, TOP_LAYER] as const).map((layer) => ({ layer, meter: new RateMeter<LayeredLink>() }));

  constructor(readEncodings: SceneEncoder['encodings']) {
    this.#readEncodings = readEncodings;
  }

  /** `published`: what goes to the relay, whose watchers are not known here. */
  async read(links: readonly LayeredLink[], published: readonly LayeredLink[] = []): Promise<readonly SentStream[]> {
    const [encodings, rates] = await Promise.all([this.#readEncodings(), this.#measure([...links, ...published])]);
    return encodings.map(([layer, { width, height, fps, encoder, limitedBy }]) => {
      const watchers = links.filter(({ sent }) => sent === layer).length;
      const toRelay = published.some(({ sent }) => sent === layer);
      return { layer, width, height, fps, encoder, limitedBy, watchers, toRelay, kbps: rates.get(layer) ?? null };
    });
  }

  async #measure(links: readonly LayeredLink[]): Promise<ReadonlyMap<LayerIndex, number | null>> {
    const measured = await Promise.all(
      this.#meters.map(async ({ layer, meter }) => {
        const link = links.find(({ sent }) => sent === layer);
        const totals = link ? [[link, await bytesSentBy(link.pc)] as const] : [];
        const rates = meter.measure(new Map(totals), performance.now());
        return [layer, link ? (rates.get(link) ?? null) : null] as const;
      }),
    );
    return new Map(measured);
  }
}

async function bytesSentBy(pc: LayeredLink['pc']): Promise<number> {
  let bytes = 0;
  for (const { type, kind, bytesSent } of (await pc.getStats()).values()) {
    if (type === 'outbound-rtp' && kind === 'video') bytes += bytesSent ?? 0;
  }
  return bytes;
}
