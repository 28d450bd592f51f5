/** What the presenter reports of its links (`room:report`): kept for the figures, at a pace. */
import { Bucket, SignalingError, type RoomReport } from '@lectern/protocol';
import type { RoomOptions } from './room-options.ts';

export class PresenterReports {
  readonly #observer: RoomOptions['observer'];
  readonly #pace: Bucket;
  #latest: RoomReport | null = null;

  constructor({ clock, policy, observer }: Pick<RoomOptions, 'clock' | 'policy' | 'observer'>) {
    this.#observer = observer;
    this.#pace = new Bucket(policy.roomReports, () => clock.elapsed());
  }

  get latest(): RoomReport | null {
    return this.#latest;
  }

  /** Throws `too-many` for reports that come too fast: they would distort the figures. */
  add(report: RoomReport): void {
    if (!this.#pace.tryConsume()) throw new SignalingError('too-many');
    this.#latest = report;
    this.#observer.reported(report);
  }
}
