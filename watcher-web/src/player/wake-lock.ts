/** Keeps the screen on while it shows a picture. */
import { errorName } from '@lectern/rtc';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

export class WakeLock {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;
  #isRequesting = false;

  constructor() {
    // The browser releases the lock of a hidden page, and does not renew it.
    document.addEventListener('visibilitychange', () => void this.#update());
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    void this.#update();
  }

  async #update(): Promise<void> {
    // Missing in some browsers, and in all over plain HTTP.
    if (!('wakeLock' in navigator) || this.#isRequesting) return;
    const isDue = this.#wanted && document.visibilityState === 'visible';
    const isHeld = this.#lock?.released === false;
    if (isDue === isHeld) return;
    this.#isRequesting = true;
    try {
      if (isDue) this.#lock = await navigator.wakeLock.request('screen');
      else await this.#lock?.release();
    } catch (error) {
      // Low battery, or hidden again. The next change tries again.
      log.debug(`wake lock refused: ${errorName(error)}`);
      return;
    } finally {
      this.#isRequesting = false;
    }
    // The wish or the visibility may have changed meanwhile.
    await this.#update();
  }
}
