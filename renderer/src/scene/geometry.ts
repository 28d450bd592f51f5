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

/** One encoder manages this size while the scene is also composed. */
const MAX_SIZE: Size = { width: 1920, height: 1080 };
/**
 * With fewer pixels libwebrtc makes fewer than three simulcast layers, and drops the top one once a
 * lower one is wanted.
 */
const MIN_PIXELS = 960 * 540;
/**
 * Fractions of the picture's height. In a smaller inset a face is not recognisable; a larger one
 * hides the screen.
 */
const MIN_INSET = 0.12;
const MAX_INSET = 0.6;

/** Encoders halve the colour planes, so sides are even. */
const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);
const evenUp = (length: number): number => Math.ceil(length / 2) * 2;
const pixelsOf = ({ width, height }: Size): number => width * height;
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/**
 * The size of the composed picture: the screen's own, scaled where it is too large or too small.
 */
export function composedSize(screen: Size): Size {
  const scale = Math.min(1, MAX_SIZE.width / screen.width, MAX_SIZE.height / screen.height);
  return enlarged({ width: even(screen.width * scale), height: even(screen.height * scale) });
}

/**
 * The same shape, large enough for all layers. Returns the same object where that is already so.
 */
export function enlarged(size: Size): Size {
  const scale = Math.sqrt(MIN_PIXELS / Math.max(1, pixelsOf(size)));
  return scale <= 1 ? size : { width: evenUp(size.width * scale), height: evenUp(size.height * scale) };
}

/** The camera's box: a square inside the picture. */
export function insetBox({ x, y, size }: CameraInset, picture: Size): Box {
  const maxSide = Math.min(picture.width, picture.height);
  const side = Math.min(maxSide, Math.round(clamp(size, MIN_INSET, MAX_INSET) * picture.height));
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

/** The middle part of `source` that fills `target` without distortion. */
export function coverCrop(source: Size, target: Size): Box {
  const scale = Math.max(target.width / source.width, target.height / source.height);
  const [width, height] = [target.width / scale, target.height / scale];
  return { x: (source.width - width) / 2, y: (source.height - height) / 2, width, height };
}

/** The box of the whole `source`, centred in `target`. */
export function containBox(source: Size, target: Size): Box {
  const scale = Math.min(target.width / source.width, target.height / source.height);
  const [width, height] = [source.width * scale, source.height * scale];
  return { x: (target.width - width) / 2, y: (target.height - height) / 2, width, height };
}
