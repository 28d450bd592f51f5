/**
 * Whether the control strip shows, and where: within reach and never in the shared picture. Pure.
 */
import type { Settings, LiveReport } from '@lectern/bridge';
import { STRIP_DELAY_MS } from '../policy.ts';
import type { Display, Point, Rectangle } from './window-bounds.ts';

export const STRIP_SIZE = { width: 320, height: 52 } as const;
/** Pixels between the strip and the top of its display. */
const MARGIN = 16;

/** The main window: in front, behind another one, or minimised or hidden. */
export type Attention =
  { readonly name: 'in-front' } | { readonly name: 'behind'; readonly sinceMs: number } | { readonly name: 'away' };

export interface StripConditions {
  readonly mode: Settings['strip'];
  readonly air: LiveReport['air'];
  readonly attention: Attention;
  readonly nowMs: number;
}

export function isStripWanted({ mode, air, attention, nowMs }: StripConditions): boolean {
  if (air === 'off' || mode === 'never') return false;
  if (mode === 'always' || attention.name === 'away') return true;
  return attention.name === 'behind' && nowMs - attention.sinceMs >= STRIP_DELAY_MS;
}

export interface StripSpace {
  readonly displays: readonly Display[];
  /** Windows and macOS can leave a window out of every capture; Linux cannot. */
  readonly canHideFromCapture: boolean;
  readonly capturedDisplayId: string | null;
  /** Where the person last dragged it. */
  readonly saved: Point | undefined;
}

/** Null where every place is in the shared picture: then only the tray shows the state. */
export function placeStrip(space: StripSpace): Rectangle | null {
  const allowed = space.displays.filter(({ id }) => isOutOfPicture(id, space));
  const [first] = allowed;
  if (first === undefined) return null;
  const { saved } = space;
  if (saved !== undefined) {
    const bounds = { ...STRIP_SIZE, ...saved };
    if (allowed.some(({ workArea }) => isWithin(bounds, workArea))) return bounds;
  }
  const { workArea } = first;
  return {
    ...STRIP_SIZE,
    x: Math.round(workArea.x + (workArea.width - STRIP_SIZE.width) / 2),
    y: workArea.y + MARGIN,
  };
}

function isOutOfPicture(id: string, { canHideFromCapture, capturedDisplayId, displays }: StripSpace): boolean {
  if (canHideFromCapture || capturedDisplayId === null) return true;
  // The system does not say which display is captured, so none is safe.
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
