/**
 * What happens to single messages. Real connections keep the order and lose nothing but their end;
 * the harsh way delays, drops, doubles and swaps any message while it lasts.
 */
import type { Random } from '../machines/random.ts';

export type MessageFate = 'kept' | 'delayed' | 'dropped' | 'doubled' | 'swapped';

const FATES = ['delayed', 'dropped', 'doubled', 'swapped'] as const;
/** The longest delay of a message that others overtake. */
export const OVERTAKEN_MS = 3_000;

export class Messages {
  readonly #random: Random;
  /** The share of messages that something happens to. */
  harshness = 0;
  readonly counts: Record<MessageFate, number> = { kept: 0, delayed: 0, dropped: 0, doubled: 0, swapped: 0 };

  constructor(random: Random) {
    this.#random = random;
  }

  fate(): MessageFate {
    const isSpared = this.harshness === 0 || !this.#random.happens(this.harshness);
    const fate = isSpared ? 'kept' : this.#random.pick(FATES);
    this.counts[fate] += 1;
    return fate;
  }
}
