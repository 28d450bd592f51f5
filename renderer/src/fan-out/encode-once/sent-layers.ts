/**
 * What the scene's encoders make, and each layer's bitrate as measured on one link that gets it:
 * the encoders themselves send nothing.
 */
import { TOP_LAYER, type Codec, type LayerIndex } from '@lectern/steering';
import { RateMeter, type EncodingFacts, type SentStream } from '../sent-stream.ts';

export interface LayeredLink {
  readonly pc: { getStats(): Promise<Pick<RTCStatsReport, 'values'>> };
  readonly codec: Codec;
  readonly sent: LayerIndex | null;
}

/** A layer that is being encoded. */
export interface EncodedLayer {
  readonly codec: Codec;
  readonly layer: LayerIndex;
  readonly stream: EncodingFacts['stream'];
}

export class SentLayers {
  readonly #readEncodings: () => Promise<readonly EncodedLayer[]>;
  /**
   * One for each codec and layer. A rate never compares two links or two layers: each meter forgets
   * what its last call did not have.
   */
  readonly #meters = (['vp8', 'av1'] as const).flatMap((codec) =>
    ([0, 1, TOP_LAYER] as const).map((layer) => ({ codec, layer, meter: new RateMeter<LayeredLink>() })),
  );

  constructor(readEncodings: () => Promise<readonly EncodedLayer[]>) {
    this.#readEncodings = readEncodings;
  }

  /** `published`: what goes to the relay, whose watchers are not known here. */
  async read(links: readonly LayeredLink[], published: readonly LayeredLink[] = []): Promise<readonly SentStream[]> {
    const [encodings, rates] = await Promise.all([this.#readEncodings(), this.#measure([...links, ...published])]);
    return encodings.map(({ codec, layer, stream }) => {
      const gets = (link: LayeredLink): boolean => link.codec === codec && link.sent === layer;
      const watchers = links.filter(gets).length;
      const toRelay = published.some(gets);
      const kbps = rates.get(`${codec} ${layer}`) ?? null;
      return Object.assign({ layer, watchers, toRelay, kbps }, stream);
    });
  }

  async #measure(links: readonly LayeredLink[]): Promise<ReadonlyMap<string, number | null>> {
    const measured = await Promise.all(
      this.#meters.map(async ({ codec, layer, meter }) => {
        const link = links.find((one) => one.codec === codec && one.sent === layer);
        const totals = link ? [[link, await bytesSentBy(link.pc)] as const] : [];
        const rates = meter.measure(new Map(totals), performance.now());
        return [`${codec} ${layer}`, link ? (rates.get(link) ?? null) : null] as const;
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
