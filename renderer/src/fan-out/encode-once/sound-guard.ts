/** How often one link's sound is repeated: by the loss that its watcher reports. */
import { SOUND_KBPS, type SoundContent } from '@lectern/steering';
import { MAX_REPEATED_SOUND_KBPS, SOUND_LOSS } from '../../policy/encoding.ts';
import { MAX_REPEATS } from './scene-sound.ts';

export class SoundGuard {
  #lightAtMs = Number.NEGATIVE_INFINITY;
  #heavyAtMs = Number.NEGATIVE_INFINITY;
  /** Start of the present time of heavy loss; null outside such a time. */
  #heavySinceMs: number | null = null;

  /**
   * How many earlier frames each packet should repeat. `lossFraction`: of the newest receiver
   * reports, 0 to 1.
   */
  observe(lossFraction: number, sound: SoundContent, nowMs: number): number {
    if (lossFraction >= SOUND_LOSS.light) this.#lightAtMs = nowMs;
    this.#heavySinceMs = lossFraction >= SOUND_LOSS.heavy ? (this.#heavySinceMs ?? nowMs) : null;
    if (this.#heavySinceMs !== null && nowMs - this.#heavySinceMs >= SOUND_LOSS.heavyForMs) this.#heavyAtMs = nowMs;
    const wanted =
      nowMs - this.#heavyAtMs <= SOUND_LOSS.memoryMs ? 2 : nowMs - this.#lightAtMs <= SOUND_LOSS.memoryMs ? 1 : 0;
    return Math.min(wanted, MAX_REPEATS, Math.floor(MAX_REPEATED_SOUND_KBPS / SOUND_KBPS[sound]));
  }
}
