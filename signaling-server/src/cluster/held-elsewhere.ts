/**
 * How many rooms and watchers each address and each presenter's identity has at other instances.
 * Every instance says it with its heartbeat, so what a dead one had is forgotten with it. Names of
 * holders leave this process only as keyed hashes.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import { MAX_SHARED_HOLDERS } from '../policy.ts';
import type { HeldCount } from './held-rooms.ts';
import type { InstanceFacts, OwnFacts } from './instance.ts';

const KEY_BYTES = 32;
const TAG_BYTES = 12;

export class HeldElsewhere {
  readonly #key: Buffer;
  readonly #others: () => readonly InstanceFacts[];
  /** Of the holders at this instance. */
  #tags = new Map<string, string>();

  /** `secret`: shared by all instances. `others`: the other instances that are alive. */
  constructor(secret: Uint8Array, others: () => readonly InstanceFacts[]) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'lectern holder key v1', KEY_BYTES));
    this.#others = others;
  }

  /** What this instance says to the others. */
  shown(counts: Iterable<HeldCount>): NonNullable<OwnFacts['held']> {
    const tags = new Map<string, string>();
    const held: Record<string, [number, number]> = {};
    for (const { holder, rooms, watchers } of counts) {
      if (tags.size >= MAX_SHARED_HOLDERS) break;
      const tag = this.#tagOf(holder);
      tags.set(holder, tag);
      held[tag] = [rooms, watchers];
    }
    this.#tags = tags;
    return held;
  }

  of(holder: string): { readonly rooms: number; readonly watchers: number } {
    const others = this.#others();
    let [rooms, watchers] = [0, 0];
    if (others.length === 0) return { rooms, watchers };
    const tag = this.#tagOf(holder);
    for (const { held } of others) {
      const [theirRooms, theirWatchers] = held?.[tag] ?? [0, 0];
      rooms += theirRooms;
      watchers += theirWatchers;
    }
    return { rooms, watchers };
  }

  #tagOf(holder: string): string {
    const known = this.#tags.get(holder);
    if (known !== undefined) return known;
    return createHmac('sha256', this.#key).update(holder).digest().subarray(0, TAG_BYTES).toString('base64url');
  }
}
