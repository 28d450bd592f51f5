/** The time of the simulation: a queue of events. It passes only from one event to the next. */
import { setImmediate as afterEverything } from 'node:timers';

export interface Scheduled {
  /** In milliseconds since the simulation began. */
  dueMs: number;
  readonly order: number;
  readonly run: () => void;
  /** Whose timer it is; undefined for what happens between machines. */
  readonly owner: object | undefined;
  state: 'waiting' | 'done';
}

export class SimulatedTime {
  #nowMs = 0;
  #order = 0;
  /** A binary heap: the next event is the first. */
  #queue: Scheduled[] = [];
  #failure: unknown;

  get nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void, owner?: object): Scheduled {
    const scheduled: Scheduled = {
      dueMs: this.#nowMs + Math.max(0, delayMs),
      order: (this.#order += 1),
      run,
      owner,
      state: 'waiting',
    };
    this.#push(scheduled);
    return scheduled;
  }

  cancel(scheduled: Scheduled): void {
    scheduled.state = 'done';
  }

  /** How many of this owner's timers are waiting. */
  countOf(owner: object): number {
    return this.#queue.filter((one) => one.owner === owner && one.state === 'waiting').length;
  }

  /** Takes the timers of these owners out, until `putBack`. */
  takeOut(isOwner: (owner: object) => boolean): readonly Scheduled[] {
    const isTaken = ({ owner, state }: Scheduled): boolean =>
      state === 'waiting' && owner !== undefined && isOwner(owner);
    const all = this.#queue;
    this.#queue = [];
    for (const one of all) if (!isTaken(one)) this.#push(one);
    return all.filter(isTaken);
  }

  putBack(taken: readonly Scheduled[], laterByMs: number): void {
    for (const one of taken) {
      one.dueMs += laterByMs;
      this.#push(one);
    }
  }

  /** Something has gone wrong where a throw would be lost. `pass` throws the first. */
  fail(error: unknown): void {
    this.#failure ??= error;
  }

  /** Runs what is due within `ms`. After each event everything that follows from it has run. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#queue;
      if (next === undefined || next.dueMs > endMs) break;
      this.#pop();
      if (next.state === 'done') continue;
      next.state = 'done';
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.run();
      await settled();
      if (this.#failure !== undefined) throw this.#failure;
    }
    this.#nowMs = endMs;
  }

  #push(scheduled: Scheduled): void {
    const queue = this.#queue;
    let at = queue.length;
    queue.push(scheduled);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = queue[parent];
      if (above === undefined || isBefore(above, scheduled)) break;
      queue[at] = above;
      at = parent;
    }
    queue[at] = scheduled;
  }

  #pop(): void {
    const queue = this.#queue;
    const last = queue.pop();
    if (last === undefined || queue.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [queue[2 * at + 1], queue[2 * at + 2]];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      queue[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    queue[at] = last;
  }
}

const isBefore = (a: Scheduled, b: Scheduled): boolean =>
  a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** All promises that could be settled are, and their callbacks have run. */
export const settled = (): Promise<void> => new Promise((resolve) => afterEverything(resolve));
