/** Keeps display and machine awake while somebody watches or something is recorded, and not a moment longer. */
import { powerSaveBlocker } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import { isOnAir, type Follower } from './live-status.ts';

export class PowerHold implements Follower {
  #blocker: number | undefined;

  follow(now: LiveStatus): void {
    const isNeeded = isOnAir(now) || now.report.recording;
    if (isNeeded) this.#blocker ??= powerSaveBlocker.start('prevent-display-sleep');
    else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }
}
