/** Keeps the screen from going dark while there is a picture on it. */
export class LitScreen {
  #wanted = false;
  #held: WakeLockSentinel | undefined;
  #asking = false;

  constructor() {
    // The browser takes the lock away with the page's sight, and never gives it back by itself.
    document.addEventListener('visibilitychange', () => void this.#follow());
  }

  want(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    void this.#follow();
  }

  async #follow(): Promise<void> {
    // Not everywhere, and nowhere over plain HTTP.
    if (!('wakeLock' in navigator) || this.#asking) return;
    const isDue = this.#wanted && document.visibilityState === 'visible';
    const isHeld = this.#held?.released === false;
    if (isDue === isHeld) return;
    this.#asking = true;
    try {
      if (isDue) this.#held = await navigator.wakeLock.request('screen');
      else await this.#held?.release();
    } catch {
      // Low on battery, or hidden again: the next change asks anew.
      return;
    } finally {
      this.#asking = false;
    }
    // Whatever has changed meanwhile.
    await this.#follow();
  }
}
