/** Where a window was, put onto the displays that are there now. Pure. */
import * as z from 'zod/mini';

const pixels = z.number().check(z.int(), z.gte(-100_000), z.lte(100_000));
const Rectangle = z.object({ x: pixels, y: pixels, width: pixels, height: pixels });
export type Rectangle = z.infer<typeof Rectangle>;

/** What is kept between starts. */
export const Places = z.object({
  main: z.optional(z.object({ bounds: Rectangle, isMaximised: z.boolean() })),
  strip: z.optional(z.object({ x: pixels, y: pixels })),
});
export type Places = z.infer<typeof Places>;

export interface DisplayFacts {
  readonly id: string;
  /** Without task bars and the like. */
  readonly workArea: Rectangle;
}

/** So much of a window must be on a display for a person to take hold of it. */
const GRIP = 80;

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/** Its title bar can be reached there. */
function isReachable(window: Rectangle, { workArea }: DisplayFacts): boolean {
  const across = overlap(window.x, window.width, workArea.x, workArea.width);
  return across >= GRIP && window.y >= workArea.y && window.y <= workArea.y + workArea.height - GRIP;
}

/**
 * The kept bounds where they can still be reached, cut down to the display where that has become smaller. Undefined lets the system place
 * the window: nothing was kept, or its display is gone.
 */
export function placeMain(kept: Places['main'], displays: readonly DisplayFacts[]): Rectangle | undefined {
  if (kept === undefined) return undefined;
  const display = displays.find((one) => isReachable(kept.bounds, one));
  if (display === undefined) return undefined;
  const { bounds } = kept;
  const { workArea } = display;
  return { ...bounds, width: Math.min(bounds.width, workArea.width), height: Math.min(bounds.height, workArea.height) };
}
