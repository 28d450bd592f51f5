/** Sizes and places in the picture. All pure, all in pixels of the picture unless they say fractions. */
import type { CameraInset } from '@lectern/bridge';
import type { Size } from './scene-layout.ts';

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** What one encoder serves comfortably while it also composes. */
const MOST: Size = { width: 1920, height: 1080 };
/** Of fewer pixels libwebrtc makes fewer than three simulcast layers, the top one not among them, as soon as a lower one is wanted. */
const LEAST_PIXELS = 960 * 540;
/** Smaller is nobody's face any more; larger hides the screen. Fractions of the picture's height. */
const SMALLEST_INSET = 0.12;
const LARGEST_INSET = 0.6;

/** Encoders halve the colour planes. */
const even = (length: number): number => Math.max(2, Math.round(length / 2) * 2);
const evenUp = (length: number): number => Math.ceil(length / 2) * 2;
const pixelsOf = ({ width, height }: Size): number => width * height;
const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The size of the composed picture: the screen's own, scaled to what is served where it is larger or smaller. */
export function composedSize(screen: Size): Size {
  const scale = Math.min(1, MOST.width / screen.width, MOST.height / screen.height);
  return enlarged({ width: even(screen.width * scale), height: even(screen.height * scale) });
}

/** The same shape, large enough for all layers. */
export function enlarged(size: Size): Size {
  const scale = Math.sqrt(LEAST_PIXELS / Math.max(1, pixelsOf(size)));
  return scale <= 1 ? size : { width: evenUp(size.width * scale), height: evenUp(size.height * scale) };
}

/** Where the camera lies: square, and inside the picture, whatever shape that has. */
export function insetBox({ x, y, size }: CameraInset, picture: Size): Box {
  const most = Math.min(picture.width, picture.height);
  const side = Math.min(most, Math.round(clamp(size, SMALLEST_INSET, LARGEST_INSET) * picture.height));
  return {
    x: Math.round(clamp(x * picture.width, 0, picture.width - side)),
    y: Math.round(clamp(y * picture.height, 0, picture.height - side)),
    width: side,
    height: side,
  };
}

/** The same inset with numbers that are inside the picture, for keeping. */
export function settledInset(inset: CameraInset, picture: Size): CameraInset {
  const box = insetBox(inset, picture);
  return {
    ...inset,
    x: box.x / picture.width,
    y: box.y / picture.height,
    size: clamp(inset.size, SMALLEST_INSET, LARGEST_INSET),
  };
}

/** The middle part of `source` that fills `target` without bending anything. */
export function coverCrop(source: Size, target: Size): Box {
  const scale = Math.max(target.width / source.width, target.height / source.height);
  const [width, height] = [target.width / scale, target.height / scale];
  return { x: (source.width - width) / 2, y: (source.height - height) / 2, width, height };
}

/** Where `source` lies in `target` when it is seen whole. */
export function containBox(source: Size, target: Size): Box {
  const scale = Math.min(target.width / source.width, target.height / source.height);
  const [width, height] = [source.width * scale, source.height * scale];
  return { x: (target.width - width) / 2, y: (target.height - height) / 2, width, height };
}
