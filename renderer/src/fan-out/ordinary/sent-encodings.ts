/** What the links' own encoders make. Encoders that make the same picture are reported as one. */
import loglevel from 'loglevel';
import { encodingsIn, RateMeter, type EncodingFacts, type SentStream } from '../sent-stream.ts';

const log = loglevel.getLogger('media');

/** Reading one takes about a millisecond, so the first few stand for all. */
const MAX_READ = 24;

export class SentEncodings {
  readonly #meter = new RateMeter<RTCRtpSender>();

  /** `published`: to the relay. */
  async read(senders: readonly RTCRtpSender[], published: readonly RTCRtpSender[]): Promise<readonly SentStream[]> {
    const read = [...published, ...senders].slice(0, MAX_READ);
    const found = await Promise.all(read.map(encodingOf));
    const totals = new Map(read.map((sender, index): [RTCRtpSender, number] => [sender, found[index]?.bytes ?? 0]));
    const rates = this.#meter.measure(totals, performance.now());
    const encodings = read.flatMap((sender, index) => {
      const stream = found[index]?.stream;
      return stream ? [{ stream, kbps: rates.get(sender) ?? null, toRelay: published.includes(sender) }] : [];
    });
    const alike = Map.groupBy(encodings, ({ stream }) => `${stream.width}×${stream.height} ${stream.limitedBy}`);
    return [...alike.values()].flatMap(asOne);
  }
}

interface Encoding {
  readonly stream: EncodingFacts['stream'];
  readonly kbps: number | null;
  readonly toRelay: boolean;
}

function asOne(group: readonly Encoding[]): SentStream[] {
  const [first] = group;
  if (!first) return [];
  const { width, height, codec, encoder, limitedBy } = first.stream;
  const rates = group.flatMap(({ kbps }) => kbps ?? []);
  const fps = mean(group.map(({ stream }) => stream.fps));
  const kbps = rates.length > 0 ? mean(rates) : null;
  const watchers = group.filter(({ toRelay }) => !toRelay).length;
  const toRelay = watchers < group.length;
  return [{ layer: null, width, height, fps, kbps, codec, encoder, limitedBy, watchers, toRelay }];
}

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

async function encodingOf(sender: RTCRtpSender): Promise<EncodingFacts | undefined> {
  try {
    return encodingsIn(await sender.getStats())[0];
  } catch (error) {
    log.debug('a link closed before its encoder’s statistics were read:', error);
    return undefined;
  }
}
