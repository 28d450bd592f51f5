/** The only source of random numbers in a simulation: the same seed gives the same run. */
import { seeded } from '../../../renderer/src/seeded.fixture.ts';

export class Random {
  /** From 0 up to 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seeded(seed);
  }

  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** Whether something happens that happens in this share of all cases. */
  happens(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    const item = from[Math.floor(this.next() * from.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }
}
