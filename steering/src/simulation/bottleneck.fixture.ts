/**
 * A simulated bottleneck: a rate and a buffer that several flows share. What does not fit into the
 * buffer is lost.
 */

export interface Passed {
  readonly kbit: number;
  readonly lostKbit: number;
}

export class Bottleneck {
  rateKbps: number;
  readonly #bufferMs: number;
  readonly #queuedKbit = new Map<string, number>();

  constructor(rateKbps: number, bufferMs: number) {
    this.rateKbps = rateKbps;
    this.#bufferMs = bufferMs;
  }

  get #backlogKbit(): number {
    return [...this.#queuedKbit.values()].reduce((sum, kbit) => sum + kbit, 0);
  }

  get delayMs(): number {
    return (this.#backlogKbit / this.rateKbps) * 1000;
  }

  remove(flow: string): void {
    this.#queuedKbit.delete(flow);
  }

  /**
   * Lets `tickMs` pass. Each flow gets its part of the rate, and of the losses, by its part of the
   * queue.
   */
  pass(arriving: ReadonlyMap<string, number>, tickMs: number): Map<string, Passed> {
    for (const [flow, kbit] of arriving) this.#queuedKbit.set(flow, (this.#queuedKbit.get(flow) ?? 0) + kbit);
    const backlog = this.#backlogKbit;
    const out = Math.min(backlog, (this.rateKbps * tickMs) / 1000);
    const bufferKbit = (this.rateKbps * this.#bufferMs) / 1000;
    const lost = Math.max(backlog - out - bufferKbit, 0);
    const arrived = [...arriving.values()].reduce((sum, kbit) => sum + kbit, 0);
    const passed = new Map<string, Passed>();
    for (const [flow, kbit] of this.#queuedKbit) {
      const kbitOut = backlog > 0 ? (out * kbit) / backlog : 0;
      // Tail drop: only what has just arrived is lost.
      const lostKbit = arrived > 0 ? (lost * (arriving.get(flow) ?? 0)) / arrived : 0;
      this.#queuedKbit.set(flow, Math.max(kbit - kbitOut - lostKbit, 0));
      passed.set(flow, { kbit: kbitOut, lostKbit });
    }
    return passed;
  }
}
