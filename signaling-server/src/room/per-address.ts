/**
 * Counts events per address and minute. IPv6 is counted by customer (/64), and also by the network
 * around it: a free tunnel gives one person a /48, which holds 65,536 of them.
 */
import type { Clock } from './clock.ts';
import type { OtherCounts } from './other-counts.ts';
import { PerMinute } from './per-minute.ts';

/** A network (/48) may have this many times what one address or customer (/64) may. */
export const NETWORK_SHARE = 8;

/**
 * The /48 around a key that is a /64, as `door/addresses.ts` makes them; undefined for IPv4.
 * Something else may stand before the address.
 */
export function networkOf(key: string): string | undefined {
  return key.endsWith('::/64') ? `${key.split(':', 3).join(':')}::/48` : undefined;
}

export class PerAddress {
  readonly #addresses: PerMinute;
  readonly #networks: PerMinute;

  /** `others`: of one limit; an address and a network are different keys. */
  constructor(clock: Clock, allowed: number, others?: OtherCounts) {
    this.#addresses = new PerMinute(clock, allowed, others);
    this.#networks = new PerMinute(clock, allowed * NETWORK_SHARE, others);
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

  /** Until a spent address may try again. */
  msLeft(addressKey: string): number {
    return this.#addresses.isSpent(addressKey) ? this.#addresses.msLeft : this.#networks.msLeft;
  }
}
