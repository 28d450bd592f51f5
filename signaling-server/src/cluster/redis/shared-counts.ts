/**
 * Limits that hold over all instances. Each instance counts for itself, at once; what it has counted is
 * added up in Redis a moment later, and the sum of the others counts as well from then on. So an instance
 * admits at most what comes within that moment, no client waits for Redis, and while Redis is away
 * each instance keeps the limits for its own clients.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { Logger } from 'pino';
import * as z from 'zod/mini';
import { COUNTS_AT_ONCE, COUNTS_EVERY_MS, MAX_COUNTED_KEYS } from '../../policy.ts';
import type { Cancel, Clock } from '../../room/clock.ts';
import type { OtherCounts } from '../../room/other-counts.ts';
import type { RedisConnection } from './redis-connection.ts';
import { Script } from './script.ts';

const KEY_BYTES = 32;
const NAME_BYTES = 12;
const WINDOW_MS = 60_000;

/** Sum and milliseconds left of each key. A sum lives a minute from its first count on. */
const ADD = new Script(`
local sums = {}
for i = 1, #KEYS do
  table.insert(sums, redis.call('INCRBY', KEYS[i], ARGV[i + 1]))
  if redis.call('PTTL', KEYS[i]) < 0 then redis.call('PEXPIRE', KEYS[i], ARGV[1]) end
  table.insert(sums, redis.call('PTTL', KEYS[i]))
end
return sums
`);
const Sums = z.array(z.number());

interface Sum {
  /** This instance's share of it. */
  mine: number;
  all: number;
  untilMs: number;
}

export class SharedCounts {
  readonly #redis: RedisConnection;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #key: Buffer;
  readonly #sums = new Map<string, Sum>();
  #waiting = new Map<string, number>();
  #cancel: Cancel | undefined;

  /** `secret`: that all instances share. What is counted (addresses, names) is in Redis only as a keyed hash. */
  constructor(
    redis: RedisConnection,
    options: { readonly clock: Clock; readonly log: Logger; readonly secret: Uint8Array },
  ) {
    this.#redis = redis;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#key = Buffer.from(hkdfSync('sha256', options.secret, '', 'lectern limit key v1', KEY_BYTES));
  }

  /** `limit`: a name of its own for each limit. */
  of(limit: string): OtherCounts {
    const nameOf = (key: string): string =>
      createHmac('sha256', this.#key).update(`${limit} ${key}`).digest().subarray(0, NAME_BYTES).toString('base64url');
    return { count: (key) => this.#count(nameOf(key)), of: (key) => this.#others(nameOf(key)) };
  }

  close(): void {
    this.#cancel?.();
    this.#waiting.clear();
  }

  #others(name: string): number {
    const sum = this.#sums.get(name);
    return sum === undefined || this.#clock.elapsed() >= sum.untilMs ? 0 : sum.all - sum.mine;
  }

  #count(name: string): void {
    // A flood of addresses must not cost memory; this instance counts the rest for itself.
    if (this.#waiting.size >= MAX_COUNTED_KEYS && !this.#waiting.has(name)) return;
    this.#waiting.set(name, (this.#waiting.get(name) ?? 0) + 1);
    this.#cancel ??= this.#clock.after(COUNTS_EVERY_MS, () => void this.#flush());
  }

  async #flush(): Promise<void> {
    const all = [...this.#waiting];
    this.#waiting = new Map();
    this.#cancel = undefined;
    try {
      for (let from = 0; from < all.length; from += COUNTS_AT_ONCE)
        await this.#add(all.slice(from, from + COUNTS_AT_ONCE));
    } catch (error) {
      this.#log.debug({ err: error }, 'limits are counted for this instance alone');
    }
  }

  async #add(counted: readonly (readonly [name: string, count: number])[]): Promise<void> {
    const keys = counted.map(([name]) => `${this.#redis.prefix}count:${name}`);
    const args = [String(WINDOW_MS), ...counted.map(([, count]) => String(count))];
    const sums = Sums.parse(await ADD.run(this.#redis, keys, args));
    for (const [index, [name, count]] of counted.entries()) {
      const [all = 0, leftMs = 0] = sums.slice(index * 2);
      this.#store(name, count, all, this.#clock.elapsed() + leftMs);
    }
  }

  #store(name: string, count: number, all: number, untilMs: number): void {
    const before = this.#sums.get(name);
    // The first count of a minute is the whole sum.
    const mine = Math.min(all, count + (before === undefined || all === count ? 0 : before.mine));
    this.#sums.delete(name);
    const [oldest] = this.#sums.keys();
    if (this.#sums.size >= MAX_COUNTED_KEYS && oldest !== undefined) this.#sums.delete(oldest);
    this.#sums.set(name, { mine, all, untilMs });
  }
}
