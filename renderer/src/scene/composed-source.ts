/**
 * One source as the compositor sees it: its last picture, when that arrived, and how long it may
 * still be shown.
 */
import { FRAME_COPY_DELAY_MS, SOURCE_GRACE_MS, STILL_SOURCE_MS } from '../policy/scene.ts';
import { BlackDetector } from './black-detector.ts';
import type { Presence } from './choose-shown.ts';
import { SourceClock } from './scene-clock.ts';
import type { RemovalReason, Size, SourceReport } from './scene-layout.ts';

export interface SourcePicture<I extends CanvasImageSource> {
  readonly image: I;
  readonly size: Size;
  /** Must be called: frames that stay open stall the camera. */
  readonly close: () => void;
}

/**
 * Gives a copy that belongs to the scene, or the picture itself where none is needed. Never
 * rejects.
 */
export type CopyPicture<I extends CanvasImageSource> = (picture: SourcePicture<I>) => Promise<SourcePicture<I>>;

/** Gives a few RGBA pixels of the picture. */
export type SamplePicture<I extends CanvasImageSource> = (picture: SourcePicture<I>) => Promise<Uint8ClampedArray>;

type Feed =
  | { readonly name: 'none' }
  | { readonly name: 'awaited'; readonly untilMs: number }
  | { readonly name: 'running' }
  | { readonly name: 'lost'; readonly untilMs: number };

export class ComposedSource<I extends CanvasImageSource> {
  #feed: Feed = { name: 'none' };
  #picture: SourcePicture<I> | null = null;
  #clock = new SourceClock();
  #blackDetector = new BlackDetector();
  #arrivalsMs: number[] = [];
  #isCopy = false;

  get picture(): SourcePicture<I> | null {
    return this.#picture;
  }

  /**
   * A new track was added. The last picture of the track before, if any, stays until the first one
   * arrives.
   */
  expectPictures(nowMs: number): void {
    this.#feed = { name: 'awaited', untilMs: nowMs + SOURCE_GRACE_MS };
    this.#clock = new SourceClock();
    this.#blackDetector = new BlackDetector();
  }

  /** Returns the capture time on the scene's timeline, in microseconds. */
  setPicture(picture: SourcePicture<I>, timestampUs: number, nowMs: number): number {
    this.#feed = { name: 'running' };
    this.#picture?.close();
    this.#picture = picture;
    this.#isCopy = false;
    this.#arrivalsMs = [...this.#arrivalsMs.filter((atMs) => atMs > nowMs - 1_000), nowMs];
    return this.#clock.toSceneTime(timestampUs, nowMs * 1_000);
  }

  /**
   * Replaces a picture that is no longer new by a copy, and returns whether it did. Chromium
   * delivers no further frame of a device while two of its frames are open anywhere in the process.
   * If the scene kept one open, and another tab or a page that has just ended kept the other, the
   * camera would stop for good.
   */
  async copyOldPicture(copy: CopyPicture<I>, nowMs: number): Promise<boolean> {
    const picture = this.#picture;
    const lastMs = this.#arrivalsMs.at(-1) ?? 0;
    if (!picture || this.#isCopy || nowMs - lastMs < FRAME_COPY_DELAY_MS) return false;
    this.#isCopy = true;
    const copied = await copy(picture);
    if (copied === picture) return false;
    if (this.#picture !== picture) {
      copied.close();
      return false;
    }
    picture.close();
    this.#picture = copied;
    return true;
  }

  /**
   * A source that was switched off disappears at once. The last picture of one that was lost stays
   * for a moment.
   */
  remove(reason: RemovalReason, nowMs: number): void {
    if (reason === 'switched-off') this.clear();
    else if (this.#feed.name !== 'none') this.#feed = { name: 'lost', untilMs: nowMs + SOURCE_GRACE_MS };
  }

  /** Drops the picture at once. */
  clear(): void {
    this.#feed = { name: 'none' };
    this.#picture?.close();
    this.#picture = null;
    this.#arrivalsMs = [];
  }

  presence(nowMs: number): Presence {
    const feed = this.#feed;
    if (feed.name === 'none') return 'absent';
    const isInTime = feed.name === 'running' || nowMs < feed.untilMs;
    if (!isInTime) return 'absent';
    if (this.#picture) return 'present';
    return feed.name === 'awaited' ? 'awaited' : 'absent';
  }

  /** Rejects where the picture cannot be sampled. */
  async checkForBlack(sample: SamplePicture<I>): Promise<void> {
    const detector = this.#blackDetector;
    if (this.#picture) detector.add(await sample(this.#picture));
  }

  report(nowMs: number): SourceReport | null {
    if (this.presence(nowMs) !== 'present' || !this.#picture) return null;
    const lastMs = this.#arrivalsMs.at(-1) ?? 0;
    return {
      size: this.#picture.size,
      framesPerSecond: this.#arrivalsMs.filter((atMs) => atMs > nowMs - 1_000).length,
      isBlack: this.#blackDetector.isBlack,
      isStill: nowMs - lastMs > STILL_SOURCE_MS,
    };
  }
}
