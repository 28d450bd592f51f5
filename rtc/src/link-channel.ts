/** The negotiated data channel that every link carries beside its media. */
import {
  Bucket,
  LINK_CHANNEL_ID,
  LINK_CHANNEL_LABEL,
  LINK_MESSAGE_PACE,
  readLinkMessage,
  type Candidate,
  type LinkMessage,
} from '@lectern/protocol';
import loglevel from 'loglevel';

const log = loglevel.getLogger('link');

/** After this many dropped messages we assume abuse and close the channel. Media continues. */
const MAX_DROPPED = 1_000;

export interface LinkChannelOptions {
  readonly pc: Pick<RTCPeerConnection, 'createDataChannel'>;
  readonly onMessage: (message: LinkMessage) => void;
  readonly onOpen?: (() => void) | undefined;
  /** Once it is aborted, neither callback is called again. */
  readonly signal: AbortSignal;
}

export class LinkChannel {
  readonly #channel: RTCDataChannel;
  readonly #bucket = new Bucket(LINK_MESSAGE_PACE, () => performance.now());
  #dropped = 0;

  constructor({ pc, onMessage, onOpen, signal }: LinkChannelOptions) {
    this.#channel = pc.createDataChannel(LINK_CHANNEL_LABEL, { negotiated: true, id: LINK_CHANNEL_ID });
    this.#channel.addEventListener('open', () => onOpen?.(), { signal });
    this.#channel.addEventListener(
      'message',
      ({ data }) => {
        if (!this.#isWithinPace()) return;
        const message = readLinkMessage(data);
        if (message) onMessage(message);
        else log.debug('a malformed message on the data channel was dropped');
      },
      { signal },
    );
  }

  get isOpen(): boolean {
    return this.#channel.readyState === 'open';
  }

  /** Returns false, and sends nothing, while the channel is not open. */
  send(message: LinkMessage): boolean {
    if (!this.isOpen) return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  #isWithinPace(): boolean {
    if (this.#bucket.tryConsume()) return true;
    this.#dropped += 1;
    if (this.#dropped === MAX_DROPPED) {
      log.warn(`the other end sent ${MAX_DROPPED} messages too many: the data channel is closed`);
      this.#channel.close();
    }
    return false;
  }
}

/** The candidate in the protocol's form. */
export function toWireCandidate(candidate: RTCIceCandidate): Candidate {
  const { candidate: text = '', sdpMid, sdpMLineIndex, usernameFragment } = candidate.toJSON();
  return { candidate: text, sdpMid, sdpMLineIndex, usernameFragment };
}
