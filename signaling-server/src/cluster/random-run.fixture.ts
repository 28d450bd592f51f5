/** Random choices and their outcomes, for models that take steps at random. */
import { SignalingError } from '@lectern/protocol';

/** The same as `seeded` of the presenter UI, which the service may not import. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class RandomRun {
  /** From 0 up to 1. */
  protected readonly random: () => number;
  /** How often each kind of outcome was seen, so that a run can show that it went everywhere. */
  readonly seen = new Map<string, number>();

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  protected pick<T>(from: readonly T[]): T {
    const item = from[Math.floor(this.random() * from.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** A refusal is an outcome; anything else that is thrown is a fault. */
  protected attempt(what: string, run: () => void): void {
    try {
      run();
      this.count(`${what} ok`);
    } catch (error) {
      if (!(error instanceof SignalingError)) throw error;
      this.count(`${what} ${error.code}`);
    }
  }

  protected count(outcome: string): void {
    this.seen.set(outcome, (this.seen.get(outcome) ?? 0) + 1);
  }

  protected expect(holds: boolean, what: string): void {
    if (!holds) throw new Error(`does not hold: ${what}`);
  }
}
