/** Whether the control strip shows, and where, so that it is at hand and never in the picture. Pure. */
import type { Settings, LiveReport } from '@lectern/bridge';
import type { DisplayFacts, Rectangle } from './window-place.ts';

export const STRIP_SIZE = { width: 320, height: 52 } as const;
const MARGIN = 16;
/** A glance at another window and back should not make the strip flash up. */
export const UNFOCUSED_MS = 3_000;

/** How the main window is: in front, behind something for a while, or minimised or hidden. */
export type Attention =
  { readonly name: 'in-front' } | { readonly name: 'behind'; readonly sinceMs: number } | { readonly name: 'away' };

export interface StripFacts {
  readonly mode: Settings['strip'];
  readonly air: LiveReport['air'];
  readonly attention: Attention;
  readonly nowMs: number;
}

export function isStripWanted({ mode, air, attention, nowMs }: StripFacts): boolean {
  if (air === 'off' || mode === 'never') return false;
  if (mode === 'always' || attention.name === 'away') return true;
  return attention.name === 'behind' && nowMs - attention.sinceMs >= UNFOCUSED_MS;
}

export interface PlaceFacts {
  readonly displays: readonly DisplayFacts[];
  /** Windows and macOS keep a window out of every capture; Linux has no such call. */
  readonly canHideFromCapture: boolean;
  readonly capturedDisplayId: string | null;
  /** Where the person has put it. */
  readonly kept: { readonly x: number; readonly y: number } | undefined;
}

/** Null: there is no place out of the picture, so the strip stays folded into the tray. */
export function placeStrip(facts: PlaceFacts): Rectangle | null {
  const allowed = facts.displays.filter(({ id }) => mayStandOn(id, facts));
  const [first] = allowed;
  if (first === undefined) return null;
  const { kept } = facts;
  if (kept !== undefined) {
    const window = { ...STRIP_SIZE, ...kept };
    if (allowed.some(({ workArea }) => isWithin(window, workArea))) return window;
  }
  const { workArea } = first;
  return {
    ...STRIP_SIZE,
    x: Math.round(workArea.x + (workArea.width - STRIP_SIZE.width) / 2),
    y: workArea.y + MARGIN,
  };
}

function mayStandOn(id: string, { canHideFromCapture, capturedDisplayId, displays }: PlaceFacts): boolean {
  if (canHideFromCapture || capturedDisplayId === null) return true;
  // Some display is captured and nobody says which: none is safe.
  if (!displays.some((display) => display.id === capturedDisplayId)) return false;
  return id !== capturedDisplayId;
}

function isWithin(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
