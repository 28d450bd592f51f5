/** The tray's picture, drawn at any size: the mark, with a dot while live, two bars while paused, a ring where something is wrong. */
import type { Rgb } from './colours.ts';

export type TrayShape = 'plain' | 'live' | 'paused' | 'trouble';

export interface TrayLook {
  readonly shape: TrayShape;
  /** Edge length in pixels. */
  readonly size: number;
  readonly ink: Rgb;
  readonly sign: Rgb;
}

interface Point {
  readonly x: number;
  readonly y: number;
}
/** How far a point lies outside of a figure, negative inside; all in the mark's 16 units. */
type Figure = (point: Point) => number;

/** The strokes of look/mark.svg, which the test holds them to. */
export const markStrokes = [
  { from: { x: 2.5, y: 6.75 }, to: { x: 13.5, y: 4.25 } },
  { from: { x: 8, y: 6 }, to: { x: 8, y: 14 } },
] as const;

const stroke =
  (from: Point, to: Point, width: number): Figure =>
  ({ x, y }) => {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy)));
    return Math.hypot(x - from.x - along * dx, y - from.y - along * dy) - width / 2;
  };

const disc =
  (centre: Point, radius: number): Figure =>
  ({ x, y }) =>
    Math.hypot(x - centre.x, y - centre.y) - radius;

const nearest =
  (figures: readonly Figure[]): Figure =>
  (point) =>
    Math.min(...figures.map((figure) => figure(point)));

const mark = nearest(markStrokes.map(({ from, to }) => stroke(from, to, 2)));
/** Where the sign sits: the mark is cut out around it, so that both are read at 16 pixels. */
const corner = { x: 12, y: 12 } as const;
const ring = disc(corner, 3.5);
const signs: Readonly<Record<TrayShape, Figure>> = {
  plain: () => Infinity,
  live: disc(corner, 3.5),
  paused: nearest([10, 14].map((x) => stroke({ x, y: 9.5 }, { x, y: 14.5 }, 2))),
  trouble: (point) => Math.abs(ring(point) + 0.8) - 0.8,
};

/** How much of a pixel a figure covers: its edge is one pixel soft. */
const cover = (distance: number, unit: number): number => Math.min(1, Math.max(0, 0.5 - distance / unit));

/** BGRA with the colour multiplied by the opacity, as Electron takes a bitmap. */
export function drawTray({ shape, size, ink, sign }: TrayLook): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const unit = 16 / size;
  for (let index = 0; index < size * size; index += 1) {
    const point = { x: ((index % size) + 0.5) * unit, y: (Math.floor(index / size) + 0.5) * unit };
    const signCover = cover(signs[shape](point), unit);
    const gap = shape === 'plain' ? 0 : cover(disc(corner, 5.25)(point), unit);
    const inkCover = cover(mark(point), unit) * (1 - gap) * (1 - signCover);
    const mixed = (channel: keyof Rgb): number => Math.round(ink[channel] * inkCover + sign[channel] * signCover);
    pixels.set([mixed('blue'), mixed('green'), mixed('red'), Math.round((inkCover + signCover) * 255)], index * 4);
  }
  return pixels;
}
