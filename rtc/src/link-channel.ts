/** The negotiated data channel that every link carries beside its media. */
import {
  LINK_CHANNEL_ID,
  LINK_CHANNEL_LABEL,
  readLinkMessage,
  type Candidate,
  type LinkMessage,
} from '@lectern/protocol';

export class LinkChannel {
  readonly #channel: RTCDataChannel;

  constructor(pc: RTCPeerConnection, on: { message: (message: LinkMessage) => void; open?: () => void }) {
    this.#channel = pc.createDataChannel(LINK_CHANNEL_LABEL, { negotiated: true, id: LINK_CHANNEL_ID });
    this.#channel.addEventListener('open', () => on.open?.());
    this.#channel.addEventListener('message', ({ data }) => {
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
}

/** A candidate as it travels. */
export function toWireCandidate(candidate: RTCIceCandidate): Candidate {
  const { candidate: text = '', sdpMid, sdpMLineIndex, usernameFragment } = candidate.toJSON();
  return { candidate: text, sdpMid, sdpMLineIndex, usernameFragment };
}
