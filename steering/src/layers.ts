/** The layers that the scene is encoded in. The steering chooses among them for each link. */
import { AUDIO_OVERHEAD_KBPS, SOUND_KBPS, VIDEO_OVERHEAD_FACTOR } from './policy.ts';

/**
 * `motion`: cameras and video; lower layers are smaller · `text`: screens; lower layers are as
 * sharp, but have a lower frame rate.
 */
export type Content = 'motion' | 'text';

/** What the sound carries, which sets its bit rate. */
export type SoundContent = keyof typeof SOUND_KBPS;

export interface Layer {
  /** The cap that the encoder is given. */
  readonly maxKbps: number;
  /** What the encoder produces at most, where that is more than its cap. */
  readonly producedKbps?: number;
  readonly scaleDownBy: number;
  readonly maxFps: number;
}

/** A layer's position in its ladder; 0 is the lowest. */
export type LayerIndex = 0 | 1 | 2;

export const TOP_LAYER: LayerIndex = 2;

/** The presenter's setting: the size of a camera's picture and the bit rate of the top layer. */
export type Quality = 'saver' | 'standard' | 'high';

export type Ladder = Readonly<Record<LayerIndex, Layer>>;

/**
 * Heights of a camera's picture where it is 16:9, in pixels. A picture of another shape has as many
 * pixels. Screens keep their own size, so that text stays sharp.
 */
export const pictureHeights: Readonly<Record<Quality, number>> = { saver: 540, standard: 720, high: 1080 };

/** The most pixels of a camera's picture. */
const maxPixels = (quality: Quality): number => (pictureHeights[quality] ** 2 * 16) / 9;

/**
 * On the wire, neighbouring layers are at most a factor of four apart, so that no link gets much
 * less than its path carries. The lowest layer with speech stays within 220 kbit/s. Three such steps
 * end at 3.2 Mbit/s.
 */
export const ladders: Readonly<Record<Quality, Readonly<Record<Content, Ladder>>>> = {
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

/** For a link that carries every layer up to the one that it gets: their bit rates add up. */
export const stacked = (ladder: Ladder): Ladder => {
  const [low, middle, top] = [ladder[0], ladder[1], ladder[2]];
  const middleKbps = producedKbps(low) + producedKbps(middle);
  return { 0: low, 1: withKbps(middle, middleKbps), 2: withKbps(top, middleKbps + producedKbps(top)) };
};

const producedKbps = (layer: Layer): number => layer.producedKbps ?? layer.maxKbps;

const withKbps = ({ scaleDownBy, maxFps }: Layer, maxKbps: number): Layer => ({ maxKbps, scaleDownBy, maxFps });

/** In pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** What determines the encoded layers: the presenter's setting and the source's picture. */
export interface EncodedPicture {
  readonly quality: Quality;
  readonly content: Content;
  /** Whether the source is a screen. With `text` it is sent in its own size. */
  readonly isScreen: boolean;
  /** The source's size; null while it is unknown. */
  readonly size: PictureSize | null;
}

/**
 * The layer of the ladder that fits the picture. A camera's picture never has more pixels than the
 * quality allows, in any shape.
 */
export function layerFor({ quality, content, isScreen, size }: EncodedPicture, index: LayerIndex): Layer {
  const layer = ladders[quality][content][index];
  if (size === null) return layer;
  const excess = isScreen && content === 'text' ? 1 : Math.sqrt(pixelsOf(size) / maxPixels(quality));
  return { ...layer, scaleDownBy: evenScale(size, layer.scaleDownBy * (excess > LEAST_EXCESS ? excess : 1)) };
}

/** Scaling by less would blur the picture and save nothing: small cameras are enlarged to even sides. */
const LEAST_EXCESS = 1.01;

/** The size of that layer. */
export const layerSize = ({ width, height }: PictureSize, { scaleDownBy }: Layer): PictureSize => ({
  width: Math.round(width / scaleDownBy),
  height: Math.round(height / scaleDownBy),
});

const pixelsOf = ({ width, height }: PictureSize): number => width * height;

/** Even heights to try. About every second one makes the width even, too. */
const EVEN_ATTEMPTS = 16;

/**
 * A factor near `wanted` that makes both sides even, since VP8 halves its colour planes. A picture
 * that is not scaled keeps its size.
 */
function evenScale(size: PictureSize, wanted: number): number {
  if (wanted <= 1) return 1;
  const highest = Math.floor(size.height / wanted / 2 + 1e-6) * 2;
  for (let height = highest; height > 0 && height > highest - 2 * EVEN_ATTEMPTS; height -= 2) {
    const width = Math.round((size.width * height) / size.height / 2) * 2;
    const factor = Math.min(size.width / width, size.height / height);
    if (isEven(size.width / factor) && isEven(size.height / factor)) return factor;
  }
  return wanted;
}

/** Whether it is even once rounded: Chromium 130 rounds to the nearest, others down. */
const isEven = (length: number): boolean => Math.trunc(length) % 2 === 0 && Math.round(length) % 2 === 0;

/** What a link with sound only costs on the wire. */
export const soundWireKbps = (sound: SoundContent): number => SOUND_KBPS[sound] + AUDIO_OVERHEAD_KBPS;

/** What a link with this layer and sound costs on the wire. */
export const wireKbps = (layer: Layer, sound: SoundContent): number =>
  producedKbps(layer) * VIDEO_OVERHEAD_FACTOR + soundWireKbps(sound);
