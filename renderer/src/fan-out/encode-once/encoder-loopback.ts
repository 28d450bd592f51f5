/**
 * The connection that makes Chromium encode. Both ends are in this page, and the near one has the
 * encoders. Nothing is sent on it, since the worker reads every frame and writes none.
 */
import { errorName, withStereo } from '@lectern/rtc';
import loglevel from 'loglevel';
import pLimit from 'p-limit';

const log = loglevel.getLogger('media');

/**
 * More than all layers need together. Without traffic there is no bandwidth estimate, so the answer
 * states one.
 */
const ENCODER_KBPS = 8_000;

export class EncoderLoopback {
  readonly near: RTCPeerConnection;
  readonly #far = new RTCPeerConnection();
  readonly #rids: readonly string[];
  readonly #inTurn = pLimit(1);

  /** `near` must have its transceivers. `rids` are the simulcast layers of its video. */
  constructor(near: RTCPeerConnection, rids: readonly string[]) {
    this.near = near;
    this.#rids = rids;
    near.addEventListener('icecandidate', ({ candidate }) => void pass(candidate, this.#far));
    this.#far.addEventListener('icecandidate', ({ candidate }) => void pass(candidate, near));
    near.addEventListener('connectionstatechange', () => {
      // The network interface of the loopback may have gone, which must not stop the encoder.
      if (near.connectionState === 'disconnected' || near.connectionState === 'failed') void this.#reconnect();
    });
  }

  async connect(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.near.signalingState === 'closed') return;
      await this.near.setLocalDescription();
      await this.#far.setRemoteDescription(described(this.near));
      await this.#far.setLocalDescription();
      const answer = described(this.#far);
      await this.near.setRemoteDescription({ type: 'answer', sdp: asEncoderAnswer(answer.sdp, this.#rids) });
    });
  }

  close(): void {
    this.near.close();
    this.#far.close();
  }

  async #reconnect(): Promise<void> {
    if (this.near.signalingState === 'closed') return;
    this.near.restartIce();
    await this.connect();
  }
}

async function pass(candidate: RTCIceCandidate | null, to: RTCPeerConnection): Promise<void> {
  if (!candidate) return;
  try {
    await to.addIceCandidate(candidate);
  } catch (error) {
    log.debug('a candidate of the loopback came after its end:', errorName(error));
  }
}

function described(pc: RTCPeerConnection): RTCSessionDescription {
  if (!pc.localDescription) throw new Error('the loopback has no description');
  return pc.localDescription;
}

/**
 * The far end's answer with what the encoder needs: bitrate bounds for the video codecs
 * (`x-google-*` of libwebrtc), acceptance of the simulcast layers (RFC 8853) and stereo, all of which
 * a browser's answer leaves out.
 */
export function asEncoderAnswer(sdp: string, rids: readonly string[]): string {
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) (?:VP8|AV1)\/90000\r$/gm)].map(([, type]) => type ?? '');
  const bounded = types.reduce(withBounds, withStereo(sdp));
  if (/^a=simulcast:/m.test(bounded)) return bounded;
  const layers = [...rids.map((rid) => `a=rid:${rid} recv`), `a=simulcast:recv ${rids.join(';')}`].join('\r\n');
  // The lines go to the end of the video section.
  return bounded.replace(/(m=video [\s\S]*?)(?=m=|$)/, (section) => `${section}${layers}\r\n`);
}

/** A codec has one `a=fmtp` line at most (RFC 8866, 6.15), and AV1 has it already. */
function withBounds(sdp: string, type: string): string {
  const bounds = `x-google-min-bitrate=${ENCODER_KBPS};x-google-start-bitrate=${ENCODER_KBPS}`;
  const own = new RegExp(`^a=fmtp:${type} [^\\r]*`, 'm');
  if (own.test(sdp)) return sdp.replace(own, `$&;${bounds}`);
  return sdp.replace(new RegExp(`^a=rtpmap:${type} [^\\r]*\\r\\n`, 'm'), `$&a=fmtp:${type} ${bounds}\r\n`);
}
