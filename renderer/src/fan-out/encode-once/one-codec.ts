/**
 * The watcher's answer, reduced to the one codec of the link. So its sender has no other to choose,
 * now or later: changing the codec of a sender whose frames flow is not safe in every runtime, and
 * lost packets are repeated only in the sender's own codec (ADR 42).
 */
import type { Codec } from '@lectern/steering';

interface Sender {
  getParameters(): Pick<RTCRtpSendParameters, 'codecs'>;
}

export class LinkCodec {
  readonly #sender: Sender;
  readonly #onChosen: (codec: Codec) => void;
  /** Null before the first answer. */
  #chosen: Codec | null = null;

  /** `onChosen` is called once, before the first answer is applied. */
  constructor(sender: Sender, onChosen: (codec: Codec) => void) {
    this.#sender = sender;
    this.#onChosen = onChosen;
  }

  get current(): Codec {
    return this.#chosen ?? 'vp8';
  }

  /**
   * Whether it is what the sender sends, with the encoder's payload type, which a copied frame keeps.
   * That is undefined while it is not known.
   */
  isAgreed(payloadType: number | undefined): boolean {
    const [sent] = this.#sender.getParameters().codecs;
    if (sent?.mimeType.toLowerCase() !== `video/${this.current}`) return false;
    return payloadType === undefined || payloadType === sent.payloadType;
  }

  /** The answer as it is to be applied. The first one decides, by `choose`. */
  adapt(sdp: string, choose: () => Codec): string {
    if (this.#chosen === null) {
      const wanted = choose();
      this.#chosen = answerIn(wanted, sdp) === undefined ? 'vp8' : wanted;
      this.#onChosen(this.#chosen);
    }
    return answerIn(this.#chosen, sdp) ?? sdp;
  }
}

/** Undefined where the answer does not have the codec. */
export function answerIn(codec: Codec, sdp: string): string | undefined {
  let isFound = false;
  const sections = sdp.split(/^(?=m=)/m).map((section) => {
    if (!section.startsWith('m=video ')) return section;
    const kept = typesOf(codec, section);
    isFound ||= kept.size > 0;
    return reducedTo(kept, section);
  });
  return isFound ? sections.join('') : undefined;
}

/** The payload types of the codec and of its retransmission (RFC 4588). */
function typesOf(codec: Codec, section: string): ReadonlySet<string> {
  const named = [...section.matchAll(/^a=rtpmap:(\d+) (\w+)\/90000/gm)]
    .filter(([, , name]) => name?.toLowerCase() === codec)
    .map(([, type]) => type ?? '');
  const repeated = [...section.matchAll(/^a=fmtp:(\d+) (?:.*;)?apt=(\d+)/gm)]
    .filter(([, , own]) => named.includes(own ?? ''))
    .map(([, type]) => type ?? '');
  return new Set([...named, ...repeated]);
}

function reducedTo(kept: ReadonlySet<string>, section: string): string {
  const [first = '', ...lines] = section.split('\r\n');
  const [kind, port, protocol, ...types] = first.split(' ');
  const isKept = (line: string): boolean => {
    const type = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
    return type === undefined || kept.has(type);
  };
  const medium = [kind, port, protocol, ...types.filter((type) => kept.has(type))].join(' ');
  return [medium, ...lines.filter(isKept)].join('\r\n');
}
