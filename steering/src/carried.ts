/** How much the uplink has carried without trouble, by what its links cost together. */
import { CARRIED_AFTER_MS } from './policy.ts';

export interface Carried {
  /** Shown over a longer time; 0 while nothing is known. */
  readonly kbps: number;
  /** What is being carried now, and since when. */
  readonly current: { readonly kbps: number; readonly sinceMs: number } | null;
}

export const nothingCarried: Carried = { kbps: 0, current: null };

/** What is being carried, as far as it has been for long enough; 0 otherwise. */
export const shownKbps = ({ current }: Carried, nowMs: number): number =>
  current !== null && nowMs - current.sinceMs >= CARRIED_AFTER_MS ? current.kbps : 0;

/** `costKbps`: what all links cost together. */
export const afterCarrying = (before: Carried, costKbps: number, isCongested: boolean, nowMs: number): Carried => {
  if (isCongested) return { ...before, current: null };
  const { current } = before;
  if (current === null || costKbps > current.kbps) {
    // Only the smaller cost has been carried all the time.
    return { ...before, current: { kbps: costKbps, sinceMs: nowMs } };
  }
  const carried = { ...before, current: { ...current, kbps: Math.min(current.kbps, costKbps) } };
  return { ...carried, kbps: Math.max(before.kbps, shownKbps(carried, nowMs)) };
};
