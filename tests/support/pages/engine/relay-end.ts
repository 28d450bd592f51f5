/**
 * The relay's end of a publishing link, in the page: it decodes every layer, where the real one passes
 * them on.
 */
import { LinkId } from '@lectern/protocol';
import type { LinkMedia, MediaLink } from '../../../../renderer/src/fan-out/link-media.ts';
import { connectEnds } from './connect-ends.ts';

export interface LayerFacts {
  readonly frames: number;
  readonly keyFrames: number;
  readonly width: number;
}

export interface RelayFacts {
  /** By medium, in the order of the offer. */
  readonly layers: readonly LayerFacts[];
  readonly audioEnergy: number;
}

export class RelayEnd {
  readonly link: MediaLink;
  readonly #far = new RTCPeerConnection();
  readonly #videos: HTMLVideoElement[] = [];

  constructor(media: LinkMedia) {
    this.link = media.publish({ linkId: LinkId.parse('relay'.padEnd(22, '0')), connection: {} });
    // Frames are decoded for a sink only.
    this.#far.addEventListener('track', ({ track }) => {
      const video = Object.assign(document.createElement('video'), { autoplay: true, playsInline: true });
      video.srcObject = new MediaStream([track]);
      document.body.append(video);
      this.#videos.push(video);
    });
  }

  async connect(): Promise<void> {
    await connectEnds(this.link.pc, this.#far);
  }

  async facts(): Promise<RelayFacts> {
    // The first medium is the sound.
    const [, ...mids] = this.#far.getTransceivers().map(({ mid }) => mid);
    const layers: LayerFacts[] = mids.map(() => ({ frames: 0, keyFrames: 0, width: 0 }));
    let audioEnergy = 0;
    for (const entry of (await this.#far.getStats()).values()) {
      if (entry.type !== 'inbound-rtp') continue;
      if (entry.kind === 'audio') audioEnergy = entry.totalAudioEnergy ?? 0;
      else
        layers[mids.indexOf(entry.mid)] = {
          frames: entry.framesDecoded ?? 0,
          keyFrames: entry.keyFramesDecoded ?? 0,
          width: entry.frameWidth ?? 0,
        };
    }
    return { layers, audioEnergy };
  }

  close(): void {
    this.link.close();
    this.#far.close();
    for (const video of this.#videos) {
      video.srcObject = null;
      video.remove();
    }
  }
}
