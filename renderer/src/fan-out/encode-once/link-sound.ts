/**
 * The page's part in one link's sound: how often it is repeated, by the loss that its watcher
 * reports.
 */
import { SOUND_KBPS, type SoundContent } from '@lectern/steering';
import type { SoundProtection } from './scene-sound.ts';
import { SoundGuard } from './sound-guard.ts';

type Parameters = Pick<RTCRtpSendParameters, 'codecs'>;
type AgreedTypes = Pick<SoundProtection, 'opus' | 'red'>;

export class LinkSound {
  readonly #sender: { getParameters(): Parameters };
  readonly #guard = new SoundGuard();
  readonly #onProtected: (protection: SoundProtection | null) => void;
  /**
   * Undefined until it has been read, once, from a connected link; null where sound stays plain.
   */
  #agreed: AgreedTypes | null | undefined;
  #repeats = 0;

  constructor(sender: { getParameters(): Parameters }, onProtected: (protection: SoundProtection | null) => void) {
    this.#sender = sender;
    this.#onProtected = onProtected;
  }

  /** How many earlier frames each packet repeats. */
  get repeats(): number {
    return this.#repeats;
  }

  /**
   * To be called once the link is connected. `lossFraction`: of the newest receiver reports, 0 to
   * 1. Returns what the repeated sound costs from now on, in kbit/s.
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

  /** The worker could not repeat it, and will not be asked again. */
  leavePlain(): void {
    this.#agreed = null;
    this.#repeats = 0;
  }
}

/**
 * The payload types of redundant sound (RFC 2198) and of the Opus in it, where both ends have
 * agreed on both. Firefox does not know it.
 */
export function redundancyIn({ codecs }: Parameters): AgreedTypes | null {
  const red = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'audio/red');
  const inner = Number(/^(\d+)\//.exec(red?.sdpFmtpLine ?? '')?.[1]);
  const opus = codecs.find(
    ({ mimeType, payloadType }) => mimeType.toLowerCase() === 'audio/opus' && payloadType === inner,
  );
  return red && opus ? { opus: opus.payloadType, red: red.payloadType } : null;
}
