/** What a content is: a loop of pictures, each a function of its number. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

export interface Content {
  /** In the loop. */
  readonly frames: number;
  readonly draw: (context: Context, number: number) => void;
}

/** Without transparency, so that letters look the same in every canvas. */
export function contextOf({ width, height }: Size): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
  if (!context) throw new Error('This page has no canvas.');
  return context;
}

/** How far `number` is from `from` to `to`, 0 to 1. */
export const progress = (number: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (number - from) / (to - from)));
