/** How keys and drags move the camera, in fractions of the picture. The scene keeps it inside. */
import type { CameraInset } from '@lectern/bridge';

const NUDGE = 0.02;

/** `by`: how far the pointer has moved, in fractions of the picture's width and height. */
export function movedBy(
  from: CameraInset,
  by: { readonly x: number; readonly y: number },
  way: 'move' | 'resize',
): Partial<CameraInset> {
  if (way === 'move') return { x: from.x + by.x, y: from.y + by.y };
  return { size: from.size + by.y };
}

/** Undefined where the key is not an arrow. */
export function nudge({ x, y, size }: CameraInset, key: string, isResize: boolean): Partial<CameraInset> | undefined {
  switch (key) {
    case 'ArrowLeft':
      return isResize ? { size: size - NUDGE } : { x: x - NUDGE };
    case 'ArrowRight':
      return isResize ? { size: size + NUDGE } : { x: x + NUDGE };
    case 'ArrowUp':
      return isResize ? { size: size + NUDGE } : { y: y - NUDGE };
    case 'ArrowDown':
      return isResize ? { size: size - NUDGE } : { y: y + NUDGE };
    default:
      return undefined;
  }
}
