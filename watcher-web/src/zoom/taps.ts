/** Tells two taps in a row from everything else that fingers do. */
import type { Point } from './geometry.ts';

const TAP_MS = 300;
const PAUSE_MS = 300;
const STILL_PX = 12;
const NEAR_PX = 40;

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export class Taps {
  #down: { readonly point: Point; readonly atMs: number } | null = null;
  #tapped: { readonly point: Point; readonly atMs: number } | null = null;

  /** `fingers`: how many are down now. */
  down(point: Point, atMs: number, fingers: number): void {
    this.#down = fingers === 1 ? { point, atMs } : null;
    if (fingers > 1) this.#tapped = null;
  }

  /** Whether this was the second of two. */
  up(point: Point, atMs: number): boolean {
    const down = this.#down;
    this.#down = null;
    if (!down || atMs - down.atMs > TAP_MS || distance(point, down.point) > STILL_PX) {
      this.#tapped = null;
      return false;
    }
    const before = this.#tapped;
    const isSecond = before !== null && down.atMs - before.atMs <= PAUSE_MS && distance(point, before.point) <= NEAR_PX;
    this.#tapped = isSecond ? null : { point, atMs };
    return isSecond;
  }

  forget(): void {
    this.#down = null;
    this.#tapped = null;
  }
}
