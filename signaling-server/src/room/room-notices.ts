/**
 * Notices about a room to its watchers, and about their number to its presenter: at most ten a
 * second, and only after a change. Its presenter may change it at a certain pace.
 */
import { Bucket, SignalingError } from '@lectern/protocol';
import { Coalesced } from './coalesced.ts';
import type { LiveBy } from './on-air.ts';
import type { RoomOptions } from './room-options.ts';
import type { RoomFacts } from './seats.ts';

interface RoomView {
  readonly facts: () => RoomFacts;
  /** Whose media the watchers get: a presenter that stops says itself that nothing comes any more. */
  readonly by: () => LiveBy;
  readonly watchers: () => number;
  readonly notifyWatchers: (facts: RoomFacts) => void;
  readonly notifyPresenter: (count: number) => void;
}

export class RoomNotices {
  readonly #room: RoomView;
  readonly #facts: Coalesced;
  readonly #count: Coalesced;
  readonly #changes: Bucket;
  /** What watchers were last notified of, as JSON. */
  #notified: string;
  /** The count that the presenter was last notified of. */
  #notifiedCount: number | null = null;

  constructor({ clock, policy }: Pick<RoomOptions, 'clock' | 'policy'>, room: RoomView) {
    this.#room = room;
    this.#changes = new Bucket(policy.roomChanges, () => clock.elapsed());
    this.#notified = this.#visible();
    this.#facts = new Coalesced(clock, policy.noticeIntervalMs, () => this.#notifyFacts());
    // Watchers that come and go in one turn are one notice.
    this.#count = new Coalesced(clock, policy.noticeIntervalMs, () => clock.after(0, () => this.#notifyCount()));
  }

  /** Throws `too-many` when the presenter changes the room without end. */
  checkPace(): void {
    if (!this.#changes.tryConsume()) throw new SignalingError('too-many');
  }

  /** Phase or description may have changed. */
  changed(): void {
    if (this.#visible() !== this.#notified) this.#facts.request();
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
    this.#notifiedCount = null;
  }

  close(): void {
    this.#facts.close();
    this.#count.close();
  }

  #notifyFacts(): void {
    const visible = this.#visible();
    if (visible === this.#notified) return;
    this.#notified = visible;
    this.#room.notifyWatchers(this.#room.facts());
  }

  #visible(): string {
    const { phase, about, endedByService } = this.#room.facts();
    return JSON.stringify([phase, about, endedByService, this.#room.by()]);
  }

  #notifyCount(): void {
    const count = this.#room.watchers();
    if (count === this.#notifiedCount) return;
    this.#notifiedCount = count;
    this.#room.notifyPresenter(count);
  }
}
