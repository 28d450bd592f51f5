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

/** A presenter's wish for all of it: how large a camera's picture is, and how much its best layer may take. */
export type Quality = 'saver' | 'standard' | 'high';

export type Ladder = Readonly<Record<LayerIndex, Layer>>;

/** A camera's picture, 16 to 9. Screens keep their own size, since their letters are the point. */
export const pictureHeights: Readonly<Record<Quality, number>> = { saver: 540, standard: 720, high: 1080 };

/**
 * On the wire at most a factor of four apart, so that a line is never much better than what it is given, and the lowest within
 * 220 kbit/s with its sound. Three steps of that end at 3.2 Mbit/s.
 */
export const laddersOf: Readonly<Record<Quality, Readonly<Record<Content, Ladder>>>> = {
  saver: {
    motion: {
      0: { maxKbps: 120, scaleDownBy: 3, maxFps: 30 },
      1: { maxKbps: 290, scaleDownBy: 1.5, maxFps: 30 },
      2: { maxKbps: 700, scaleDownBy: 1, maxFps: 30 },
    },
    text: {
      0: { maxKbps: 120, scaleDownBy: 1, maxFps: 3 },
      1: { maxKbps: 290, scaleDownBy: 1, maxFps: 8 },
      2: { maxKbps: 700, scaleDownBy: 1, maxFps: 15 },
    },
  },
  standard: {
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
  },
  high: {
    motion: {
      0: { maxKbps: 145, scaleDownBy: 6, maxFps: 30 },
      1: { maxKbps: 760, scaleDownBy: 2, maxFps: 30 },
      2: { maxKbps: 3_200, scaleDownBy: 1, maxFps: 30 },
    },
    text: {
      0: { maxKbps: 145, scaleDownBy: 1, maxFps: 3 },
      1: { maxKbps: 760, scaleDownBy: 1, maxFps: 10 },
      2: { maxKbps: 3_200, scaleDownBy: 1, maxFps: 30 },
    },
  },
};

/** What the encoders are to make just now. */
export interface Making {
  readonly quality: Quality;
  readonly content: Content;
  /** Of the source's picture; null while it is not known. */
  readonly height: number | null;
}

/** The layer of that ladder, no larger than the quality says whatever comes in. */
export function layerFor({ quality, content, height }: Making, index: LayerIndex): Layer {
  const layer = laddersOf[quality][content][index];
  if (content === 'text' || height === null) return layer;
  return { ...layer, scaleDownBy: layer.scaleDownBy * Math.max(1, height / pictureHeights[quality]) };
}

/** Speech and music in one Opus stream. */
export const AUDIO_KBPS = 40;

/** 50 packets a second with some 60 bytes of RTP, SRTP, UDP and IP on each. */
const AUDIO_OVERHEAD_KBPS = 24;
/** The same around packets of 1,200 bytes, and retransmissions now and then. */
const VIDEO_OVERHEAD = 1.06;

/** What a link costs on the wire with sound only. */
export const SOUND_WIRE_KBPS = AUDIO_KBPS + AUDIO_OVERHEAD_KBPS;

/** What a link costs on the wire with this layer and sound. */
export const wireKbps = (layer: Layer): number => layer.maxKbps * VIDEO_OVERHEAD + SOUND_WIRE_KBPS;
