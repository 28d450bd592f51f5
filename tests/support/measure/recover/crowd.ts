/** Further watchers of the measured room: light receivers, which share one page. */
import { setTimeout as pause } from 'node:timers/promises';
import type { LightReceivers } from '../fanout/light-receivers.ts';

/** At 25 frames a second, a picture that plays brings several. */
const LOOK_MS = 500;

export class Crowd {
  readonly #open: () => Promise<LightReceivers>;
  readonly #url: string;
  #receivers: LightReceivers | undefined;

  constructor(url: string, open: () => Promise<LightReceivers>) {
    this.#url = url;
    this.#open = open;
  }

  get count(): number {
    return this.#receivers?.count ?? 0;
  }

  /** Has so many. Those at hand leave if they are more or fewer. */
  async gather(count: number): Promise<void> {
    if (this.count === count) return;
    await this.#receivers?.leave();
    this.#receivers = undefined;
    if (count === 0) return;
    this.#receivers = await this.#open();
    for (let joined = 0; joined < count; joined += 1) await this.#receivers.join(this.#url);
  }

  /** Whether each has got frames in half a second. */
  async hasPicture(): Promise<boolean> {
    if (this.#receivers === undefined) return true;
    const before = await this.#receivers.read();
    await pause(LOOK_MS);
    const after = await this.#receivers.read();
    return after.every(({ frames }, index) => frames > (before[index]?.frames ?? 0));
  }

  async close(): Promise<void> {
    const receivers = this.#receivers;
    this.#receivers = undefined;
    await receivers?.close();
  }
}
