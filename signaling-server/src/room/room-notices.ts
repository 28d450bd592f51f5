/**
 * Notices about a room to its watchers, and about their number to its presenter: at most ten a
 * second, and only after a change. Its presenter may change it at a certain pace.
 */
import { Bucket, SignalingError } from '@lectern/protocol';
import { Coalesced } from './coalesced.ts';
import type { RoomOptions } from './room-options.ts';
import type { RoomFacts } from './seats.ts';

interface RoomView {
  readonly facts: () => RoomFacts;
  readonly watchers: () => number;
  readonly notifyWatchers: (facts: RoomFacts) => void;
  readonly notifyPresenter: (count: number) => void;
}

const visible = ({ phase, about, endedByService }: RoomFacts): string => JSON.stringify([phase, about, endedByService]);

export class RoomNotices {
  readonly #room: RoomView;
  readonly #facts: Coalesced;
  readonly #count: Coalesced;
  readonly #changes: Bucket;
  /** What watchers were last notified of, as JSON. */
  #told: string;
  /** The count that the presenter was last notified of. */
  #toldCount: number | null = null;

  constructor({ clock, policy }: Pick<RoomOptions, 'clock' | 'policy'>, room: RoomView) {
    this.#room = room;
    this.#changes = new Bucket(policy.roomChanges, () => clock.elapsed());
    this.#told = visible(room.facts());
    this.#facts = new Coalesced(clock, policy.noticeIntervalMs, () => this.#tellFacts());
    // Watchers that come and go in one turn are one notice.
    this.#count = new Coalesced(clock, policy.noticeIntervalMs, () => clock.after(0, () => this.#tellCount()));
  }

  /** Throws `too-many` when the presenter changes the room without end. */
  checkPace(): void {
    if (!this.#changes.tryConsume()) throw new SignalingError('too-many');
  }

  /** Phase or description may have changed. */
  changed(): void {
    if (visible(this.#room.facts()) !== this.#told) this.#facts.request();
  }

  /** Tells watchers now what they have not been told yet. */
  flush(): void {
    this.#facts.flush();
  }

  /** The number of watchers may have changed. */
  counted(): void {
    this.#count.request();
  }

  presenterEntered(): void {
    this.#toldCount = null;
  }

  close(): void {
    this.#facts.close();
    this.#count.close();
  }

  #tellFacts(): void {
    const facts = this.#room.facts();
    if (visible(facts) === this.#told) return;
    this.#told = visible(facts);
    this.#room.notifyWatchers(facts);
  }

  #tellCount(): void {
    const count = this.#room.watchers();
    if (count === this.#toldCount) return;
    this.#toldCount = count;
    this.#room.notifyPresenter(count);
  }
}
