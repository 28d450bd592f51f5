/** Rooms and mountpoints that nobody wants, and since when. */
import { isWantedMountpoint, isWantedRoom } from './plan.ts';
import type { Found, WantedRoom } from './wanted.ts';

export class Leftovers {
  readonly #afterMs: number;
  /** By node and id: when it was seen first without being wanted. */
  readonly #since = new Map<string, { readonly id: string; readonly sinceMs: number }>();

  /** Infinity: others may want what this instance does not, so nothing is left over. */
  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** The ids of those that nobody has wanted for long enough. */
  among(found: Found, wanted: readonly WantedRoom[], nowMs: number): ReadonlySet<string> {
    const seen = new Set<string>();
    const old = new Set<string>();
    for (const [node, { rooms, mountpoints }] of found) {
      const unwanted = [
        ...[...rooms.keys()].filter((id) => !wanted.some((room) => isWantedRoom(room, node, id))),
        ...[...mountpoints.keys()].filter((id) => !wanted.some((room) => isWantedMountpoint(room, node, id))),
      ];
      for (const id of unwanted) {
        const key = `${node} ${id}`;
        seen.add(key);
        const { sinceMs } = this.#since.get(key) ?? { sinceMs: nowMs };
        this.#since.set(key, { id, sinceMs });
        if (nowMs - sinceMs >= this.#afterMs) old.add(id);
      }
    }
    for (const key of this.#since.keys()) if (!seen.has(key)) this.#since.delete(key);
    return old;
  }
}
