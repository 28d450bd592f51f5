/** What the links' own encoders make. Those that make the same picture are told as one. */
import type { LinkId } from '@lectern/protocol';
import { encodingsIn, RateMeter, type EncodingFacts, type SentStream } from '../sent-stream.ts';

interface SendingLink {
  readonly linkId: LinkId;
  readonly video: RTCRtpSender;
}

/** So many are looked at to describe them all: each look costs about a millisecond. */
const LOOKED_AT = 24;

export class EncoderDescription {
  readonly #meter = new RateMeter();

  async read(links: readonly SendingLink[]): Promise<readonly SentStream[]> {
    const looked = links.slice(0, LOOKED_AT);
    const found = await Promise.all(looked.map(async ({ video }) => await encodingOf(video)));
    const totals = new Map(looked.map(({ linkId }, index): [string, number] => [linkId, found[index]?.bytes ?? 0]));
    const rates = this.#meter.measure(totals, performance.now());
    const made = looked.flatMap(({ linkId }, index) => {
      const stream = found[index]?.stream;
      return stream ? [{ stream, kbps: rates.get(linkId) ?? null }] : [];
    });
    const alike = Map.groupBy(made, ({ stream }) => `${stream.width}×${stream.height} ${stream.limitedBy}`);
    return [...alike.values()].flatMap(asOne);
  }
}

interface Made {
  readonly stream: EncodingFacts['stream'];
  readonly kbps: number | null;
}

function asOne(group: readonly Made[]): SentStream[] {
  const [first] = group;
  if (!first) return [];
  const { width, height, encoder, limitedBy } = first.stream;
  const rates = group.flatMap(({ kbps }) => kbps ?? []);
  const fps = mean(group.map(({ stream }) => stream.fps));
  const kbps = rates.length > 0 ? mean(rates) : null;
  return [{ layer: null, width, height, fps, kbps, encoder, limitedBy, watchers: group.length }];
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

async function encodingOf(sender: RTCRtpSender): Promise<EncodingFacts | undefined> {
  try {
    return encodingsIn(await sender.getStats())[0];
  } catch {
    return undefined; // Closed meanwhile: then there is nothing to tell.
  }
}
