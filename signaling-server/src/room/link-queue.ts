/**
 * Decides whose link is opened next. A room opens so many links at once and then so many a second,
 * since each costs its presenter a peer connection. Watchers that have answered a link before come
 * first; among the others the addresses take turns, so that one address cannot keep the rest
 * waiting.
 */
import { Bucket, type Pace } from '@lectern/protocol';
import type { Clock } from './clock.ts';
import type { Seat } from './seats.ts';

/** Seats that wait, by address. The address that waits longest is the first. */
type Waiting = Map<string, Set<Seat>>;

interface LinkQueueEvents {
  /** Whether the seat still needs a link. */
  readonly isDue: (seat: Seat) => boolean;
  /** It is the seat's turn. */
  readonly turn: (seat: Seat) => void;
}

export class LinkQueue {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #bucket: Bucket;
  readonly #events: LinkQueueEvents;
  readonly #known: Waiting = new Map();
  readonly #fresh: Waiting = new Map();
  #timer: 'none' | 'set' = 'none';

  constructor(clock: Clock, pace: Pace, events: LinkQueueEvents) {
    this.#clock = clock;
    this.#intervalMs = 1_000 / pace.perSecond;
    this.#bucket = new Bucket(pace, () => clock.elapsed());
    this.#events = events;
  }

  /**
   * True when it is the seat's turn now. Otherwise `turn` is called later, unless it is not due.
   */
  request(seat: Seat): boolean {
    const isEmpty = this.#known.size === 0 && this.#fresh.size === 0;
    if (isEmpty && this.#bucket.tryConsume()) return true;
    const waiting = seat.hasAnswered ? this.#known : this.#fresh;
    const ofAddress = waiting.get(seat.address) ?? new Set();
    waiting.set(seat.address, ofAddress.add(seat));
    this.#setTimer();
    return false;
  }

  #setTimer(): void {
    if (this.#timer === 'set') return;
    this.#timer = 'set';
    this.#clock.after(this.#intervalMs, () => {
      this.#timer = 'none';
      this.#serve();
    });
  }

  #serve(): void {
    for (;;) {
      const seat = this.#first();
      if (seat === undefined) return;
      if (this.#events.isDue(seat)) {
        if (!this.#bucket.tryConsume()) return this.#setTimer();
        this.#dequeue(seat);
        this.#events.turn(seat);
      } else this.#dequeue(seat);
    }
  }

  #first(): Seat | undefined {
    const [[, ofAddress] = []] = this.#known.size > 0 ? this.#known : this.#fresh;
    const [seat] = ofAddress ?? [];
    return seat;
  }

  /** The seat's address goes to the end of the row. */
  #dequeue(seat: Seat): void {
    for (const waiting of [this.#known, this.#fresh]) {
      const ofAddress = waiting.get(seat.address);
      if (ofAddress?.delete(seat) !== true) continue;
      waiting.delete(seat.address);
      if (ofAddress.size > 0) waiting.set(seat.address, ofAddress);
    }
  }
}
