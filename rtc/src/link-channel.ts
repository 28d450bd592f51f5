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

/** Whoever has said so much too much does so on purpose. Its link goes on without its words. */
const FLOOD = 1_000;

export class LinkChannel {
  readonly #channel: RTCDataChannel;
  readonly #bucket = new Bucket(LINK_MESSAGE_PACE, () => performance.now());
  #dropped = 0;

  constructor(
    pc: Pick<RTCPeerConnection, 'createDataChannel'>,
    on: { message: (message: LinkMessage) => void; open?: () => void },
  ) {
    this.#channel = pc.createDataChannel(LINK_CHANNEL_LABEL, { negotiated: true, id: LINK_CHANNEL_ID });
    this.#channel.addEventListener('open', () => on.open?.());
    this.#channel.addEventListener('message', ({ data }) => {
      if (!this.#mayHear()) return;
      const message = readLinkMessage(data);
      if (message) on.message(message);
    });
  }

  get isOpen(): boolean {
    return this.#channel.readyState === 'open';
  }

  /** Whether the message is on its way; a channel that is not open loses nothing, it just says so. */
  send(message: LinkMessage): boolean {
    if (!this.isOpen) return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  #mayHear(): boolean {
    if (this.#bucket.take()) return true;
    this.#dropped += 1;
    if (this.#dropped === FLOOD) this.#channel.close();
    return false;
  }
}

/** A candidate as it travels. */
export function toWireCandidate(candidate: RTCIceCandidate): Candidate {
  const { candidate: text = '', sdpMid, sdpMLineIndex, usernameFragment } = candidate.toJSON();
  return { candidate: text, sdpMid, sdpMLineIndex, usernameFragment };
}
