/**
 * Limits that hold over all instances. Each instance counts for itself, at once; what it has
 * counted is added up in Redis a moment later, and the sum of the others counts as well from then
 * on. So an instance admits at most what comes within that moment, no client waits for Redis, and
 * while Redis is away each instance keeps the limits for its own clients.
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
const MINUTE_MS = 60_000;

/**
 * Sum and milliseconds left of each key, to which `ARGV` has its time and what is added. A sum
 * lives that long from its first count on.
 */
const ADD = new Script(`
local sums = {}
for i = 1, #KEYS do
  local window, count = ARGV[2 * i - 1], ARGV[2 * i]
  if count == '0' then
    table.insert(sums, tonumber(redis.call('GET', KEYS[i]) or '0'))
  else
    table.insert(sums, redis.call('INCRBY', KEYS[i], count))
    if redis.call('PTTL', KEYS[i]) < 0 then redis.call('PEXPIRE', KEYS[i], window) end
  end
  table.insert(sums, redis.call('PTTL', KEYS[i]))
end
return sums
`);
const Sums = z.array(z.number());

/** What this instance has counted since it last told Redis; 0 where it only asks. */
interface Waiting {
  count: number;
  readonly windowMs: number;
}

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
  #waiting = new Map<string, Waiting>();
  #cancel: Cancel | undefined;
  /** The last flush that the timer began. */
  #flushing: Promise<void> = Promise.resolve();

  /**
   * `secret`: shared by all instances. What is counted (addresses, names) is in Redis only as a
   * keyed hash.
   */
  constructor(
    redis: RedisConnection,
    options: { readonly clock: Clock; readonly log: Logger; readonly secret: Uint8Array },
  ) {
    this.#redis = redis;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#key = Buffer.from(hkdfSync('sha256', options.secret, '', 'lectern limit key v1', KEY_BYTES));
  }

  /**
   * `limit`: a name of its own for each limit. `windowMs`: for how long its counts are remembered.
   */
  of(limit: string, windowMs = MINUTE_MS): OtherCounts {
    const nameOf = (key: string): string =>
      createHmac('sha256', this.#key).update(`${limit} ${key}`).digest().subarray(0, NAME_BYTES).toString('base64url');
    return {
      count: (key) => this.#report(nameOf(key), { count: 1, windowMs }),
      ask: (key) => this.#report(nameOf(key), { count: 0, windowMs }),
      of: (key) => this.#others(nameOf(key)),
    };
  }

  /** What was counted last is still added: the next owner of a room should know it. */
  async close(): Promise<void> {
    this.#cancel?.();
    await this.#flushing;
    await this.#flush();
  }

  #others(name: string): number {
    const sum = this.#sums.get(name);
    return sum === undefined || this.#clock.elapsed() >= sum.untilMs ? 0 : sum.all - sum.mine;
  }

  #report(name: string, more: Waiting): void {
    const waiting = this.#waiting.get(name);
    if (waiting !== undefined) {
      waiting.count += more.count;
      return;
    }
    // A flood of addresses must not cost memory; this instance counts the rest for itself.
    if (this.#waiting.size >= MAX_COUNTED_KEYS) return;
    this.#waiting.set(name, more);
    this.#cancel ??= this.#clock.after(COUNTS_EVERY_MS, () => {
      this.#flushing = this.#flush();
    });
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

  async #add(counted: readonly (readonly [name: string, Waiting])[]): Promise<void> {
    const keys = counted.map(([name]) => `${this.#redis.prefix}count:${name}`);
    const args = counted.flatMap(([, { count, windowMs }]) => [String(windowMs), String(count)]);
    const sums = Sums.parse(await ADD.run(this.#redis, keys, args));
    for (const [index, [name, { count }]] of counted.entries()) {
      const [all = 0, leftMs = 0] = sums.slice(index * 2);
      this.#store(name, count, all, this.#clock.elapsed() + leftMs);
    }
  }

  #store(name: string, count: number, all: number, untilMs: number): void {
    const before = this.#sums.get(name);
    // What was counted in an earlier window is no part of this sum.
    const isSame = before !== undefined && all > count && this.#clock.elapsed() < before.untilMs;
    const mine = Math.min(all, count + (isSame ? before.mine : 0));
    this.#sums.delete(name);
    const [oldest] = this.#sums.keys();
    if (this.#sums.size >= MAX_COUNTED_KEYS && oldest !== undefined) this.#sums.delete(oldest);
    this.#sums.set(name, { mine, all, untilMs });
  }
}
