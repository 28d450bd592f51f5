/**
 * One count for several that should all grow: it stands still where one of them does. Pure but for its
 * state.
 */
export class CommonGrowth<Key> {
  #before: ReadonlyMap<Key, number> = new Map();
  #count = 0;

  /** Returns the count, which has grown if all have since it last did, or if they are others now. */
  observe(counts: ReadonlyMap<Key, number>): number {
    const areOthers = new Set(counts.keys()).symmetricDifference(new Set(this.#before.keys())).size > 0;
    const haveGrown = counts.size > 0 && [...counts].every(([key, count]) => count !== this.#before.get(key));
    if (areOthers || haveGrown) {
      this.#before = counts;
      this.#count += 1;
    }
    return this.#count;
  }
}
