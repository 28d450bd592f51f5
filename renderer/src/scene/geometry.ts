/**
 * Sizes and positions in the picture. Pure; in pixels of the picture unless a name or comment says
 * fractions.
 */
import type { CameraInset } from '@lectern/bridge';
import type { Size } from './scene-layout.ts';

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/**
 * With fewer pixels libwebrtc makes fewer than three simulcast layers, and drops the top one once a
 * lower one is wanted.
 */
const MIN_PIXELS = 960 * 540;
/**
 * VP8 carries sides of up to 16,383 pixels. Only strips that are much longer than high come close.
 */
const MAX_SIDE = 8_192;
/**
 * The share of an upright picture's spare height that is cut off above the camera's inset: faces
 * are in the upper part.
 */
const FACE_Y = 0.2;
/**
 * Fractions of the picture's shorter side. In a smaller inset a face is not recognisable; a larger
 * one hides the screen.
 */
const MIN_INSET = 0.12;
const MAX_INSET = 0.6;

/** Encoders halve the colour planes, so sides are even. */
const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);
/** Of layers of one size, libwebrtc cuts what is over a multiple of this off the sides. */
const STEP = 4;
const stepUp = (length: number): number => Math.ceil(length / STEP) * STEP;
/** Lengths come from a root, so a whole multiple may be a little too small. */
const stepDown = (length: number): number => Math.max(STEP, Math.floor(length / STEP + 1e-6) * STEP);
const pixelsOf = ({ width, height }: Size): number => width * height;
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The size of the composed picture: the fitted screen's, with even sides. */
export function composedSize(screen: Size, maxPixels: number): Size {
  const { width, height } = fittedSize(screen, maxPixels);
  return { width: even(width), height: even(height) };
}

/**
 * The same shape, scaled where it has more than `maxPixels`, or too few for all layers. Returns the
 * same object where nothing is scaled.
 */
export function fittedSize(size: Size, maxPixels: number): Size {
  const pixels = Math.max(1, pixelsOf(size));
  if (pixels > maxPixels) {
    const scale = Math.sqrt(maxPixels / pixels);
    return { width: stepDown(size.width * scale), height: stepDown(size.height * scale) };
  }
  const scale = Math.min(Math.sqrt(MIN_PIXELS / pixels), MAX_SIDE / Math.max(size.width, size.height));
  return scale <= 1 ? size : { width: stepUp(size.width * scale), height: stepUp(size.height * scale) };
}

/** The camera's box: a square inside the picture. */
export function insetBox({ x, y, size }: CameraInset, picture: Size): Box {
  const side = Math.round(clamp(size, MIN_INSET, MAX_INSET) * shorterSide(picture));
  return {
    x: Math.round(clamp(x * picture.width, 0, picture.width - side)),
    y: Math.round(clamp(y * picture.height, 0, picture.height - side)),
    width: side,
    height: side,
  };
}

/** The same inset with fractions that are inside the picture, to be saved. */
export function clampedInset(inset: CameraInset, picture: Size): CameraInset {
  const box = insetBox(inset, picture);
  return {
    ...inset,
    x: box.x / picture.width,
    y: box.y / picture.height,
    size: clamp(inset.size, MIN_INSET, MAX_INSET),
  };
}

export const shorterSide = ({ width, height }: Size): number => Math.min(width, height);

/**
 * The part of `source` that fills `target` without distortion: its middle, of an upright picture
 * rather its upper part.
 */
export function coverCrop(source: Size, target: Size): Box {
  const scale = Math.max(target.width / source.width, target.height / source.height);
  const [width, height] = [target.width / scale, target.height / scale];
  return { x: (source.width - width) / 2, y: (source.height - height) * FACE_Y, width, height };
}

/** The box of the whole `source`, centred in `target`. */
export function containBox(source: Size, target: Size): Box {
  const scale = Math.min(target.width / source.width, target.height / source.height);
  const [width, height] = [source.width * scale, source.height * scale];
  return { x: (target.width - width) / 2, y: (target.height - height) / 2, width, height };
}
