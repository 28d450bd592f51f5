/**
 * The ladder of each codec. The same picture needs less in a better codec; sizes and frame rates
 * are the same, so that a watcher who gets another codec keeps its choice of layers.
 */
import {
  ladders,
  layerFor,
  type EncodedPicture,
  type Ladder,
  type Layer,
  type LayerIndex,
  type Quality,
} from './layers.ts';

/** Named as in the protocol's `Decoder`. */
export type Codec = 'vp8' | 'av1';

/**
 * AV1 for text on screens. At 300 kbit/s scrolling code looks as VP8 does at 1,800, or better; at
 * 75 its text is still readable.
 */
const AV1_SCREEN_KBPS: Readonly<Record<Quality, Readonly<Record<LayerIndex, number>>>> = {
  saver: { 0: 75, 1: 150, 2: 250 },
  standard: { 0: 75, 1: 150, 2: 400 },
  high: { 0: 75, 1: 200, 2: 600 },
};

/**
 * A page of code takes as much from AV1 however low the cap is: 125 kbit/s where 75 are allowed,
 * and 157 where 150 are.
 */
const AV1_SCREEN_LEAST_KBPS = 125;
const AV1_SCREEN_EXCESS = 1.05;

/** Cameras, and motion on screens: AV1 at 760 to 840 kbit/s equals VP8 at 1,800. */
const AV1_MOTION_PART = 0.5;

/** For each codec, since links of both share one uplink. */
export type Ladders = Readonly<Record<Codec, Ladder>>;

export const laddersFor = (picture: Omit<EncodedPicture, 'size'>): Ladders => ({
  vp8: ladderFor('vp8', picture),
  av1: ladderFor('av1', picture),
});

export function ladderFor(codec: Codec, { quality, content, isScreen }: Omit<EncodedPicture, 'size'>): Ladder {
  const ladder = ladders[quality][content];
  if (codec === 'vp8') return ladder;
  const isText = isScreen && content === 'text';
  const inAv1 = (index: LayerIndex): Layer =>
    isText
      ? screenLayer(ladder[index], AV1_SCREEN_KBPS[quality][index])
      : { ...ladder[index], maxKbps: Math.ceil(ladder[index].maxKbps * AV1_MOTION_PART) };
  return { 0: inAv1(0), 1: inAv1(1), 2: inAv1(2) };
}

/** The layer of the codec's ladder that fits the picture, for its encoder. */
export const encodedLayerFor = (codec: Codec, picture: EncodedPicture, index: LayerIndex): Layer => ({
  ...layerFor(picture, index),
  maxKbps: ladderFor(codec, picture)[index].maxKbps,
});

const screenLayer = (layer: Layer, maxKbps: number): Layer => ({
  ...layer,
  maxKbps,
  producedKbps: Math.ceil(Math.max(AV1_SCREEN_LEAST_KBPS, maxKbps * AV1_SCREEN_EXCESS)),
});
