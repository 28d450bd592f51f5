/** The qualities that the scene is encoded in. Which of them a link gets is the steering's business. */

/** `motion`: cameras and video, lower layers are smaller. `text`: screens, lower layers are as sharp but slower. */
export type Content = 'motion' | 'text';

export interface Layer {
  readonly maxKbps: number;
  readonly scaleDownBy: number;
  readonly maxFps: number;
}

/** A layer's place in its ladder; 0 is the lowest. */
export type LayerIndex = 0 | 1 | 2;

export const TOP_LAYER: LayerIndex = 2;

/** At most a factor of four apart, so that a line is never much better than what it is given. */
export const ladders: Readonly<Record<Content, Readonly<Record<LayerIndex, Layer>>>> = {
  motion: {
    0: { maxKbps: 120, scaleDownBy: 4, maxFps: 30 },
    1: { maxKbps: 460, scaleDownBy: 2, maxFps: 30 },
    2: { maxKbps: 1_800, scaleDownBy: 1, maxFps: 30 },
  },
  text: {
    0: { maxKbps: 120, scaleDownBy: 1, maxFps: 3 },
    1: { maxKbps: 460, scaleDownBy: 1, maxFps: 10 },
    2: { maxKbps: 1_800, scaleDownBy: 1, maxFps: 30 },
  },
};

/** Speech and music in one Opus stream. */
export const AUDIO_KBPS = 40;

/** 50 packets a second with some 60 bytes of RTP, SRTP, UDP and IP on each. */
const AUDIO_OVERHEAD_KBPS = 24;
/** The same around packets of 1,200 bytes, and retransmissions now and then. */
const VIDEO_OVERHEAD = 1.06;

/** What a link costs on the wire with this layer and sound. */
export const wireKbps = (layer: Layer): number => layer.maxKbps * VIDEO_OVERHEAD + AUDIO_KBPS + AUDIO_OVERHEAD_KBPS;
