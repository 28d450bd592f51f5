/** One source as the compositor knows it: its last picture, when that was, and how long it may still be shown. */
import { BlackWatch, type PictureSampler } from './black.ts';
import type { Presence } from './choose-shown.ts';
import { SourceClock } from './scene-clock.ts';
import type { Going, Size, SourceReport } from './scene-layout.ts';

export interface SourcePicture<I extends CanvasImageSource> {
  readonly image: I;
  readonly size: Size;
  /** Frames that are not closed stall the camera. */
  readonly close: () => void;
}

/** Makes a picture that is the scene's own, and closes the one that it was made of. */
export type Keep<I extends CanvasImageSource> = (picture: SourcePicture<I>) => SourcePicture<I>;

/** A source that was lost, or given and not there yet: its last picture, or the one shown before, stays for so long. */
const PATIENCE_MS = 1_000;
const STILL_AFTER_MS = 3_000;
/** A picture that nothing has followed for so long is kept as a copy. */
const KEEP_AFTER_MS = 150;

type Feed =
  | { readonly name: 'none' }
  /** Given, and its first picture is on the way. */
  | { readonly name: 'awaited'; readonly untilMs: number }
  | { readonly name: 'running' }
  | { readonly name: 'lost'; readonly untilMs: number };

export class ComposedSource<I extends CanvasImageSource> {
  #feed: Feed = { name: 'none' };
  #picture: SourcePicture<I> | null = null;
  #clock = new SourceClock();
  #watch = new BlackWatch();
  #arrivalsMs: number[] = [];
  #isKept = false;

  get picture(): SourcePicture<I> | null {
    return this.#picture;
  }

  /** Pictures will come. The last one of the track before, if any, bridges the gap. */
  expect(nowMs: number): void {
    this.#feed = { name: 'awaited', untilMs: nowMs + PATIENCE_MS };
    this.#clock = new SourceClock();
    this.#watch = new BlackWatch();
  }

  /** Returns the capture's time on the scene's timeline, in microseconds. */
  take(picture: SourcePicture<I>, timestampUs: number, nowMs: number): number {
    this.#feed = { name: 'running' };
    this.#picture?.close();
    this.#picture = picture;
    this.#isKept = false;
    this.#arrivalsMs = [...this.#arrivalsMs.filter((atMs) => atMs > nowMs - 1_000), nowMs];
    return this.#clock.place(timestampUs, nowMs * 1_000);
  }

  /**
   * Chromium hands out no further frame of a device while two of its frames are open anywhere in the process: one that is held on to, while
   * another tab or a page that has just ended holds the other, would stop the camera for good. True where a copy has been made now.
   */
  keep(keep: Keep<I>, nowMs: number): boolean {
    const lastMs = this.#arrivalsMs.at(-1) ?? 0;
    if (!this.#picture || this.#isKept || nowMs - lastMs < KEEP_AFTER_MS) return false;
    this.#picture = keep(this.#picture);
    this.#isKept = true;
    return true;
  }

  leave(going: Going, nowMs: number): void {
    if (going === 'taken') this.drop();
    else if (this.#feed.name !== 'none') this.#feed = { name: 'lost', untilMs: nowMs + PATIENCE_MS };
  }

  /** Nothing of it may be shown any more. */
  drop(): void {
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

  look(sampler: PictureSampler): void {
    if (this.#picture) this.#watch.look(sampler.sample(this.#picture.image));
  }

  report(nowMs: number): SourceReport | null {
    if (this.presence(nowMs) !== 'present' || !this.#picture) return null;
    const lastMs = this.#arrivalsMs.at(-1) ?? 0;
    return {
      size: this.#picture.size,
      framesPerSecond: this.#arrivalsMs.filter((atMs) => atMs > nowMs - 1_000).length,
      isBlack: this.#watch.isBlack,
      isStill: nowMs - lastMs > STILL_AFTER_MS,
    };
  }
}
