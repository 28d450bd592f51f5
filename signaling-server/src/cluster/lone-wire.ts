/**
 * Carries between instances in one process, at once: for tests, and as the simplest form of a
 * carrier.
 */
import type { InstanceId } from './instance.ts';
import type { Carrier, CarrierListener, Destination } from './carrier.ts';

/** Where the instances of one process meet. */
export class LoneCarriers {
  readonly #listeners = new Map<InstanceId, CarrierListener>();

  of(self: InstanceId): Carrier {
    return {
      publish: (to, bytes) => this.#publish(to, bytes),
      subscribe: async (listener) => void this.#listeners.set(self, listener),
      close: () => void this.#listeners.delete(self),
    };
  }

  async #publish(to: Destination, bytes: Uint8Array): Promise<number> {
    const found = to === 'all' ? [...this.#listeners.values()] : [this.#listeners.get(to)];
    const receivers = found.filter((listener) => listener !== undefined);
    // Later, as over a network.
    for (const listener of receivers) setImmediate(() => listener.bytes(to, bytes));
    return receivers.length;
  }
}
