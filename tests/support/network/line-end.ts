/** What both kinds of lines have: settings, and ends with addresses. */
import type { Namespace } from './namespace.ts';

/** Of each direction. */
export interface LineSettings {
  /** One way, so half a round trip. */
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly lossPct: number;
  /** 0 for no limit. */
  readonly rateKbit: number;
  /** How long packets may wait in front of the limit before they are dropped. */
  readonly queueMs: number;
}

export const cleanLine: LineSettings = { delayMs: 0, jitterMs: 0, lossPct: 0, rateKbit: 0, queueMs: 200 };

export type Direction = 'a-to-b' | 'b-to-a';

export interface LineEnd {
  readonly namespace: Namespace;
  readonly device: string;
  /**
   * In place of those it has, with the length of the network: `10.1.0.2/24`. Routes through it are
   * lost.
   */
  readonly setAddresses: (...addresses: readonly string[]) => Promise<void>;
}

/** A line without its filters. */
export interface BareLine {
  readonly a: LineEnd;
  readonly b: LineEnd;
  readonly apply: (settings: LineSettings, direction: Direction) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export const endOf = (namespace: Namespace, device: string): LineEnd => ({
  namespace,
  device,
  setAddresses: async (...addresses) => {
    await namespace.ip(`addr flush dev ${device}`);
    for (const address of addresses) {
      // An address of IPv6 that is checked for doubles first would come up a second later.
      await namespace.ip(`addr add ${address} dev ${device}${address.includes(':') ? ' nodad' : ''}`);
    }
  },
});
