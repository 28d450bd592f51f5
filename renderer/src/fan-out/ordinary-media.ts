/** Media the ordinary way: every link has its own encoder. */
import type { LinkMedia, OutgoingSource } from './link-media.ts';

const VIDEO_MAX_KBPS = 2_500;
const AUDIO_MAX_KBPS = 64;

export class OrdinaryMedia implements LinkMedia {
  readonly #senders = new Map<RTCPeerConnection, { readonly video: RTCRtpSender; readonly audio: RTCRtpSender }>();
  #source: OutgoingSource = { video: null, audio: null };

  connect(configuration: RTCConfiguration): RTCPeerConnection {
    const pc = new RTCPeerConnection(configuration);
    // One stream for both tracks: the receiver then keeps lips and voice together.
    const streams = [new MediaStream()];
    const audio = pc.addTransceiver(this.#source.audio ?? 'audio', {
      direction: 'sendonly',
      streams,
      sendEncodings: [{ maxBitrate: AUDIO_MAX_KBPS * 1000, priority: 'high', networkPriority: 'high' }],
    });
    const video = pc.addTransceiver(this.#source.video ?? 'video', {
      direction: 'sendonly',
      streams,
      sendEncodings: [{ maxBitrate: VIDEO_MAX_KBPS * 1000 }],
    });
    this.#senders.set(pc, { video: video.sender, audio: audio.sender });
    pc.addEventListener('connectionstatechange', () => this.#forgetClosed());
    return pc;
  }

  setSource(source: OutgoingSource): void {
    this.#source = source;
    this.#forgetClosed();
    for (const { video, audio } of this.#senders.values()) {
      // A connection that closes in this moment has nothing left to replace.
      void video.replaceTrack(source.video).catch(() => undefined);
      void audio.replaceTrack(source.audio).catch(() => undefined);
    }
  }

  #forgetClosed(): void {
    for (const pc of this.#senders.keys()) if (pc.connectionState === 'closed') this.#senders.delete(pc);
  }
}
