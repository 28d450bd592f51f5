/**
 * What the scene's encoder makes, and each layer's bitrate as measured on one link that gets it:
 * the encoder itself sends nothing.
 */
import type { LinkId } from '@lectern/protocol';
import type { LayerIndex } from '@lectern/steering';
import { RateMeter, type SentStream } from '../sent-stream.ts';
import type { SceneEncoder } from './scene-encoder.ts';

interface LayeredLink {
  readonly linkId: LinkId;
  readonly pc: RTCPeerConnection;
  readonly sent: LayerIndex | null;
}

export class SentLayers {
  readonly #encoder: SceneEncoder;
  readonly #meter = new RateMeter<string>();

  constructor(encoder: SceneEncoder) {
    this.#encoder = encoder;
  }

  async read(links: readonly LayeredLink[]): Promise<readonly SentStream[]> {
    const [encodings, rates] = await Promise.all([this.#encoder.encodings(), this.#measure(links)]);
    return encodings.map(([layer, { width, height, fps, encoder, limitedBy }]) => {
      const watchers = links.filter(({ sent }) => sent === layer).length;
      return { layer, width, height, fps, encoder, limitedBy, watchers, kbps: rates.get(layer) ?? null };
    });
  }

  async #measure(links: readonly LayeredLink[]): Promise<ReadonlyMap<LayerIndex, number | null>> {
    const samples = new Map<LayerIndex, LayeredLink>();
    for (const link of links) if (link.sent !== null && !samples.has(link.sent)) samples.set(link.sent, link);
    // The name changes with link and layer, so that a rate never compares two of them.
    const totals = await Promise.all(
      [...samples].map(
        async ([layer, { linkId, pc }]) => [layer, `${linkId} ${layer}`, await bytesSentBy(pc)] as const,
      ),
    );
    const rates = this.#meter.measure(new Map(totals.map(([, name, bytes]) => [name, bytes])), performance.now());
    return new Map(totals.map(([layer, name]) => [layer, rates.get(name) ?? null]));
  }
}

async function bytesSentBy(pc: RTCPeerConnection): Promise<number> {
  let bytes = 0;
  for (const { type, kind, bytesSent } of (await pc.getStats()).values()) {
    if (type === 'outbound-rtp' && kind === 'video') bytes += bytesSent ?? 0;
  }
  return bytes;
}
