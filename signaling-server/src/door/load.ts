/**
 * How loaded the service is, and who is refused then. Those without a picture to lose go first:
 * newcomers before those who return, watchers before the presenter that they all need.
 */
import { getHeapStatistics } from 'node:v8';
import type { Arrival } from '@lectern/protocol';
import type { LoadLimit } from '../policy.ts';
import type { LoopLag } from './loop-lag.ts';

export type LoadLimits = Readonly<Record<Arrival, LoadLimit>>;

/** The heap hardly grows in this time, and reading it takes some microseconds. */
const READ_EVERY_MS = 250;

/** Used heap as a share of what Node may use. */
function heapShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}

export class Load {
  readonly #limits: LoadLimits;
  readonly #lag: Pick<LoopLag, 'behindMs'>;
  readonly #readHeap: () => number;
  #heap = 0;
  #readAtMs = -Infinity;

  constructor(limits: LoadLimits, lag: Pick<LoopLag, 'behindMs'>, readHeap: () => number = heapShare) {
    this.#limits = limits;
    this.#lag = lag;
    this.#readHeap = readHeap;
  }

  /** The client gets an answer. */
  refuses(arrival: Arrival): boolean {
    const { lagMs, heap } = this.#limits[arrival];
    return this.#lag.behindMs > lagMs || this.#heapNow() > heap;
  }

  /** Before anything of the client is read. */
  refusesUnread(arrival: Arrival): boolean {
    const { unreadLagMs, heap } = this.#limits[arrival];
    return this.#lag.behindMs > unreadLagMs || this.#heapNow() > heap;
  }

  #heapNow(): number {
    const nowMs = performance.now();
    if (nowMs - this.#readAtMs >= READ_EVERY_MS) {
      this.#readAtMs = nowMs;
      this.#heap = this.#readHeap();
    }
    return this.#heap;
  }
}
