/** How long pictures stand still: the longest time between two frames of anybody who watches. */
import type { World } from './world.ts';

const READ_EVERY_MS = 50;

/** In milliseconds, over the next `ms`. Watchers without a page do not count. */
export async function longestGap(world: World, ms: number): Promise<number> {
  const movedAtMs = new Map<object, number>();
  const frames = new Map<object, number>();
  let longest = 0;
  for (let passed = 0; passed <= ms; passed += READ_EVERY_MS) {
    for (const { watcher } of world.people) {
      if (watcher.page === undefined) continue;
      const now = watcher.page.player.frames ?? -1;
      const since = movedAtMs.get(watcher) ?? world.time.nowMs;
      if (now !== frames.get(watcher)) movedAtMs.set(watcher, world.time.nowMs);
      else longest = Math.max(longest, world.time.nowMs - since);
      frames.set(watcher, now);
    }
    await world.time.pass(READ_EVERY_MS);
  }
  return longest;
}
