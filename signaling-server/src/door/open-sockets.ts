/** Counts the open sockets of each address, and of the network around an IPv6 address. */
import type { Socket } from 'node:net';
import { NETWORK_SHARE, networkOf } from '../room/per-address.ts';

export class OpenSockets {
  readonly #perAddress: number;
  readonly #open = new Map<string, number>();

  constructor(perAddress: number) {
    this.#perAddress = perAddress;
  }

  /** Counts the socket until it closes. False, and not counted, when its address has too many. */
  tryAdd(key: string, socket: Socket): boolean {
    const network = networkOf(key);
    if (this.#count(key) >= this.#perAddress) return false;
    if (network !== undefined && this.#count(network) >= this.#perAddress * NETWORK_SHARE) return false;
    this.#add(key, 1);
    socket.on('close', () => this.#add(key, -1));
    return true;
  }

  #add(key: string, change: 1 | -1): void {
    const network = networkOf(key);
    for (const each of network === undefined ? [key] : [key, network]) {
      const count = this.#count(each) + change;
      if (count > 0) this.#open.set(each, count);
      else this.#open.delete(each);
    }
  }

  #count(key: string): number {
    return this.#open.get(key) ?? 0;
  }
}
