/**
 * The service's own address in its network, for watch links of presenters on the same machine. It
 * is looked up again and again while a presenter needs it: Node has no event for a change of
 * network.
 */
import type { Cancel, Clock } from '../room/clock.ts';
import type { OwnAddress } from './find-own-address.ts';

interface OwnAddressOptions {
  readonly find: () => Promise<OwnAddress | undefined>;
  readonly clock: Pick<Clock, 'after'>;
  readonly intervalMs: number;
}

type Listener = (found: OwnAddress) => void;

export class OwnAddressWatch {
  readonly #options: OwnAddressOptions;
  readonly #listeners = new Set<Listener>();
  #last: OwnAddress | undefined;
  #looking: Promise<OwnAddress | undefined> | undefined;
  #cancel: Cancel | undefined;

  constructor(options: OwnAddressOptions) {
    this.#options = options;
  }

  /**
   * The address now. While the machine has none, or a doubtful one, the last good one stays: the
   * network will mostly be back, and no other machine could use the doubtful one.
   */
  current(): Promise<OwnAddress | undefined> {
    // However many presenters open rooms at once, one lookup is under way.
    this.#looking ??= this.#find().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #find(): Promise<OwnAddress | undefined> {
    const found = await this.#options.find();
    const last = this.#last;
    const isGood = found !== undefined && found.standing !== 'doubtful';
    if (found === undefined || (!isGood && last !== undefined && last.standing !== 'doubtful')) return last;
    this.#last = found;
    if (last?.address !== found.address) for (const listener of this.#listeners) listener(found);
    return found;
  }

  /** Calls `listener` after each change, until the result is called. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#scheduleLookup();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#cancel?.();
    };
  }

  #scheduleLookup(): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(this.#options.intervalMs, () => void this.#lookUp());
  }

  async #lookUp(): Promise<void> {
    await this.current();
    if (this.#listeners.size > 0) this.#scheduleLookup();
  }
}
