/**
 * When the encoder makes a key frame: soon after the first request, once for everyone who waits by
 * then, and not too often.
 */
import { KEY_FRAME_INTERVAL_MS } from '../../policy/encoding.ts';

export class KeyFrameSchedule {
  readonly #makeKeyFrame: () => void;
  readonly #waiting = new Set<object>();
  #lastAtMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(makeKeyFrame: () => void) {
    this.#makeKeyFrame = makeKeyFrame;
  }

  /**
   * `requester` waits until it withdraws. A key frame that other causes bring may serve it first.
   */
  request(requester: object): void {
    this.#waiting.add(requester);
    if (this.#timer !== undefined) return;
    const dueInMs = Math.max(0, this.#lastAtMs + KEY_FRAME_INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#waiting.size === 0) return;
      this.noteKeyFrame();
      this.#makeKeyFrame();
    }, dueInMs);
  }

  withdraw(requester: object): void {
    this.#waiting.delete(requester);
  }

  /** The encoder makes a key frame for another reason, too. */
  noteKeyFrame(): void {
    this.#lastAtMs = performance.now();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }
}
