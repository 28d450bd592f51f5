/** Keeps display and machine awake while live or recording. */
import { powerSaveBlocker } from 'electron';
import type { LiveStatus } from '@lectern/bridge';
import { isOnAir } from './live-status.ts';

export class PowerHold {
  #blocker: number | undefined;

  readonly onLive = (now: LiveStatus): void => {
    const isNeeded = isOnAir(now) || now.report.recording;
    if (isNeeded) this.#blocker ??= powerSaveBlocker.start('prevent-display-sleep');
    else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  };
}
