/** A line with a rate and a buffer that several flows share: what they put in comes out in turn, or is lost when it is full. */

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

  forget(flow: string): void {
    this.#queuedKbit.delete(flow);
  }

  /** Everybody's share of the queue gets through, or is lost, alike. */
  pass(arriving: ReadonlyMap<string, number>, tickMs: number): Map<string, Passed> {
    for (const [flow, kbit] of arriving) this.#queuedKbit.set(flow, (this.#queuedKbit.get(flow) ?? 0) + kbit);
    const backlog = this.#backlogKbit;
    const out = Math.min(backlog, (this.rateKbps * tickMs) / 1000);
    const roomKbit = (this.rateKbps * this.#bufferMs) / 1000;
    const lost = Math.max(backlog - out - roomKbit, 0);
    const arrived = [...arriving.values()].reduce((sum, kbit) => sum + kbit, 0);
    const passed = new Map<string, Passed>();
    for (const [flow, kbit] of this.#queuedKbit) {
      const kbitOut = backlog > 0 ? (out * kbit) / backlog : 0;
      // The tail is dropped: what has just arrived.
      const lostKbit = arrived > 0 ? (lost * (arriving.get(flow) ?? 0)) / arrived : 0;
      this.#queuedKbit.set(flow, Math.max(kbit - kbitOut - lostKbit, 0));
      passed.set(flow, { kbit: kbitOut, lostKbit });
    }
    return passed;
  }
}
