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
    const keys = network === undefined ? [key] : [key, network];
    for (const each of keys) this.#open.set(each, this.#count(each) + 1);
    socket.once('close', () => {
      for (const each of keys) {
        const left = this.#count(each) - 1;
        if (left > 0) this.#open.set(each, left);
        else this.#open.delete(each);
      }
    });
    return true;
  }

  #count(key: string): number {
    return this.#open.get(key) ?? 0;
  }
}
