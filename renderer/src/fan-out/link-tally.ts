/** Counts what happened to all links of this run, for the service's figures (`room:report`). */

/** Both since the last `reset()`. */
export interface LinkEvents {
  /** Links that were interrupted and connected again. */
  readonly recoveries: number;
  /** Freezes that watchers have reported. */
  readonly freezes: number;
}

export class LinkTally {
  #recoveries = 0;
  #freezes = 0;

  add({ recoveries = 0, freezes = 0 }: Partial<LinkEvents>): void {
    this.#recoveries += recoveries;
    this.#freezes += freezes;
  }

  /** Returns the counts, and begins again from zero. */
  reset(): LinkEvents {
    const counts = { recoveries: this.#recoveries, freezes: this.#freezes };
    this.#recoveries = 0;
    this.#freezes = 0;
    return counts;
  }
}
