/**
 * Counts events per address and minute. IPv6 is counted by customer (/64), and also by the network
 * around it: a free tunnel gives one person a /48, which holds 65,536 of them.
 */
import type { Clock } from '../room/clock.ts';
import { PerMinute } from '../room/per-minute.ts';
import { NETWORK_SHARE, networkOf } from './addresses.ts';

export class PerAddress {
  readonly #addresses: PerMinute;
  readonly #networks: PerMinute;

  constructor(clock: Clock, allowed: number) {
    this.#addresses = new PerMinute(clock, allowed);
    this.#networks = new PerMinute(clock, allowed * NETWORK_SHARE);
  }

  /** Counts one more. False when that exceeds the limit. */
  tryConsume(addressKey: string): boolean {
    const network = networkOf(addressKey);
    const networkHasLeft = network === undefined || this.#networks.tryConsume(network);
    return this.#addresses.tryConsume(addressKey) && networkHasLeft;
  }

  /** Whether one more would exceed the limit. */
  isSpent(addressKey: string): boolean {
    const network = networkOf(addressKey);
    return this.#addresses.isSpent(addressKey) || (network !== undefined && this.#networks.isSpent(network));
  }
}
