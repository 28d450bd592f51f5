/** How keys and drags move the camera, in fractions of the picture. The scene keeps it inside. */
import type { CameraInset } from '@lectern/bridge';
import { shorterSide } from '../../scene/geometry.ts';
import type { Size } from '../../scene/scene-layout.ts';

const NUDGE = 0.02;

/** `by`: how far the pointer has moved, in pixels of a picture of that size on screen. */
export function movedBy(
  from: CameraInset,
  by: { readonly x: number; readonly y: number },
  { way, picture }: { readonly way: 'move' | 'resize'; readonly picture: Size },
): Partial<CameraInset> {
  if (way === 'move') return { x: from.x + by.x / picture.width, y: from.y + by.y / picture.height };
  return { size: from.size + by.y / shorterSide(picture) };
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
