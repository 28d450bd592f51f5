/** Where a window was, checked against the displays that are present now. Pure. */
import * as z from 'zod/mini';

const pixels = z.number().check(z.int(), z.gte(-100_000), z.lte(100_000));
const Point = z.object({ x: pixels, y: pixels });
export type Point = z.infer<typeof Point>;
const Rectangle = z.object({ x: pixels, y: pixels, width: pixels, height: pixels });
export type Rectangle = z.infer<typeof Rectangle>;

/** The content of `window-state.json`. */
export const Placements = z.object({
  main: z.optional(z.object({ bounds: Rectangle, isMaximised: z.boolean() })),
  strip: z.optional(Point),
});
export type Placements = z.infer<typeof Placements>;

export interface MainPlacement {
  /** Undefined: the system decides. */
  readonly bounds: Rectangle | undefined;
  readonly isMaximised: boolean;
}

export interface Display {
  readonly id: string;
  /** Without task bars and the like. */
  readonly workArea: Rectangle;
}

/** Pixels of a title bar that must be on a display, so that a person can drag the window. */
const MIN_REACHABLE_PIXELS = 80;

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/** Whether the window's title bar can be reached on the display. */
function isReachable(window: Rectangle, { workArea }: Display): boolean {
  const across = overlap(window.x, window.width, workArea.x, workArea.width);
  const lowest = workArea.y + workArea.height - MIN_REACHABLE_PIXELS;
  return across >= MIN_REACHABLE_PIXELS && window.y >= workArea.y && window.y <= lowest;
}

/**
 * The saved bounds, no larger than their display. Undefined where nothing was saved or the display
 * is gone.
 */
export function placeMain(saved: Placements['main'], displays: readonly Display[]): Rectangle | undefined {
  if (saved === undefined) return undefined;
  const display = displays.find((one) => isReachable(saved.bounds, one));
  if (display === undefined) return undefined;
  const { bounds } = saved;
  const { workArea } = display;
  return { ...bounds, width: Math.min(bounds.width, workArea.width), height: Math.min(bounds.height, workArea.height) };
}
