/** A publishing link and a watcher whose other ends are outside this page: at a real relay. */
import { LinkId } from '@lectern/protocol';
import type { LinkMedia, MediaLink } from '../../../../renderer/src/fan-out/link-media.ts';

export interface RelayedFacts {
  readonly connection: RTCPeerConnectionState;
  readonly frames: number;
  readonly keyFrames: number;
  readonly width: number;
  readonly audioEnergy: number;
}

export class RealRelay {
  readonly link: MediaLink;
  readonly #watcher = new RTCPeerConnection();
  readonly #video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true });

  constructor(media: LinkMedia) {
    this.link = media.publish({ linkId: LinkId.parse('janus'.padEnd(22, '0')), connection: {} });
    const stream = new MediaStream();
    this.#video.srcObject = stream;
    document.body.append(this.#video);
    this.#watcher.addEventListener('track', ({ track }) => stream.addTrack(track));
  }

  /** With its candidates, and the `mid`s of its media. */
  async offer(): Promise<{ readonly sdp: string; readonly mids: readonly string[] }> {
    const { pc } = this.link;
    const sdp = await describe(pc);
    return { sdp, mids: pc.getTransceivers().map(({ mid }) => mid ?? '') };
  }

  async accept(answer: string): Promise<void> {
    await this.link.pc.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  /** A watcher of the relay: its answer to the relay's offer. */
  async watch(offer: string): Promise<string> {
    await this.#watcher.setRemoteDescription({ type: 'offer', sdp: offer });
    return await describe(this.#watcher);
  }

  async facts(): Promise<RelayedFacts> {
    const facts = { frames: 0, keyFrames: 0, width: 0, audioEnergy: 0 };
    for (const entry of (await this.#watcher.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'audio') facts.audioEnergy = entry.totalAudioEnergy ?? 0;
      else {
        facts.frames = entry.framesDecoded ?? 0;
        facts.keyFrames = entry.keyFramesDecoded ?? 0;
        facts.width = entry.frameWidth ?? 0;
      }
    }
    return { ...facts, connection: this.link.pc.connectionState };
  }

  close(): void {
    this.link.close();
    this.#watcher.close();
    this.#video.srcObject = null;
    this.#video.remove();
  }
}

/** The connection's own description, with all of its candidates. */
async function describe(pc: RTCPeerConnection): Promise<string> {
  await pc.setLocalDescription();
  while (pc.iceGatheringState !== 'complete') {
    const { promise, resolve } = Promise.withResolvers<void>();
    pc.addEventListener('icegatheringstatechange', () => resolve(), { once: true });
    await promise;
  }
  return pc.localDescription?.sdp ?? '';
}
