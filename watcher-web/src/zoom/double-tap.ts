/** Recognizes a double tap among all touches. */
import { DOUBLE_TAP_DISTANCE_MAX_PX, DOUBLE_TAP_GAP_MAX_MS, TAP_MAX_MS, TAP_MOVE_MAX_PX } from '../policy.ts';
import type { Point } from './geometry.ts';

interface Touch {
  readonly point: Point;
  readonly atMs: number;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export class DoubleTap {
  #down: Touch | null = null;
  #lastTap: Touch | null = null;

  /** `fingers`: how many are down, this one included. */
  down(point: Point, atMs: number, fingers: number): void {
    this.#down = fingers === 1 ? { point, atMs } : null;
    if (fingers > 1) this.#lastTap = null;
  }

  /** Returns whether this ends a double tap. */
  up(point: Point, atMs: number): boolean {
    const down = this.#down;
    this.#down = null;
    if (!down || atMs - down.atMs > TAP_MAX_MS || distance(point, down.point) > TAP_MOVE_MAX_PX) {
      this.#lastTap = null;
      return false;
    }
    const first = this.#lastTap;
    const isSecond =
      first !== null &&
      down.atMs - first.atMs <= DOUBLE_TAP_GAP_MAX_MS &&
      distance(point, first.point) <= DOUBLE_TAP_DISTANCE_MAX_PX;
    this.#lastTap = isSecond ? null : { point, atMs };
    return isSecond;
  }

  /** The last touch meant something else. */
  reset(): void {
    this.#down = null;
    this.#lastTap = null;
  }
}
