/** The page's part in one link's sound: whether it is repeated, by the loss that its watcher reports. */
import { SOUND_KBPS, type SoundContent } from '@lectern/steering';
import type { SoundProtection } from './scene-sound.ts';
import { SoundGuard } from './sound-guard.ts';

type Parameters = Pick<RTCRtpSendParameters, 'codecs'>;

export class LinkSound {
  readonly #sender: { getParameters(): Parameters };
  readonly #guard = new SoundGuard();
  readonly #onProtected: (protection: SoundProtection | null) => void;
  /** Read once, when the link is connected. */
  #agreed: Pick<SoundProtection, 'opus' | 'red'> | null | undefined;
  #repeats = 0;

  constructor(sender: { getParameters(): Parameters }, onProtected: (protection: SoundProtection | null) => void) {
    this.#sender = sender;
    this.#onProtected = onProtected;
  }

  get repeats(): number {
    return this.#repeats;
  }

  /**
   * To be called once the link is connected. `lossFraction`: of the newest receiver reports, 0 to 1.
   * Returns what the repeated sound costs from now on, in kbit/s.
   */
  observe(lossFraction: number, sound: SoundContent, nowMs: number): number {
    if (this.#agreed === undefined) this.#agreed = redundancyIn(this.#sender.getParameters());
    const repeats = this.#agreed ? this.#guard.observe(lossFraction, sound, nowMs) : 0;
    if (repeats !== this.#repeats) {
      this.#repeats = repeats;
      this.#onProtected(this.#agreed && repeats > 0 ? { ...this.#agreed, repeats } : null);
    }
    return repeats * SOUND_KBPS[sound];
  }
}

/**
 * The payload types of redundant sound (RFC 2198) and of the Opus in it, where both ends have agreed on
 * both. Firefox and Safari do not know it.
 */
export function redundancyIn({ codecs }: Parameters): Pick<SoundProtection, 'opus' | 'red'> | null {
  const red = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'audio/red');
  const inner = Number(/^(\d+)\//.exec(red?.sdpFmtpLine ?? '')?.[1]);
  const opus = codecs.find(
    ({ mimeType, payloadType }) => mimeType.toLowerCase() === 'audio/opus' && payloadType === inner,
  );
  return red && opus ? { opus: opus.payloadType, red: red.payloadType } : null;
}
