/** The watcher's zoom: keeps the view, and applies it to the video as a transform. */
import { Store, type ReadableStore } from '@lectern/state';
import {
  clampView,
  fitView,
  hasTitleSpace,
  panBy,
  placePicture,
  zoomAt,
  type Picture,
  type Point,
  type Size,
  type View,
} from './geometry.ts';

/** `at-once` under a finger or a wheel, `smoothly` after a key or button. */
type Motion = 'at-once' | 'smoothly';

/** Assumed until the picture's own ratio is known. */
const DEFAULT_RATIO: Size = { width: 16, height: 9 };

export class Zoom {
  readonly #stage: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #scale = new Store(1);
  #picture: Picture;
  #view: View;

  constructor(stage: HTMLElement, video: HTMLVideoElement) {
    this.#stage = stage;
    this.#video = video;
    this.#picture = this.#fitPicture();
    this.#view = fitView(this.#picture);
    new ResizeObserver(() => this.#handleResize()).observe(stage);
    video.addEventListener('resize', () => this.#handleResize());
    this.#handleResize();
  }

  /** 1 is fitted to the window. */
  get scale(): ReadableStore<number> {
    return this.#scale;
  }

  get center(): Point {
    return { x: this.#stage.clientWidth / 2, y: this.#stage.clientHeight / 2 };
  }

  /** What is at `point` stays there: by default the center of the stage. */
  zoomBy(factor: number, point: Point = this.center, motion: Motion = 'smoothly'): void {
    this.#show(zoomAt(this.#view, point, factor), motion);
  }

  pan(by: Point, motion: Motion = 'at-once'): void {
    this.#show(panBy(this.#view, by), motion);
  }

  reset(): void {
    this.#show(fitView(this.#picture), 'smoothly');
  }

  #show(view: View, motion: Motion): void {
    this.#view = clampView(view, this.#picture, this.#stageSize);
    const { scale, center } = this.#view;
    const { x, y } = this.#picture.center;
    const { style } = this.#video;
    style.transition = motion === 'smoothly' ? 'transform var(--calm)' : 'none';
    style.transformOrigin = `${x}px ${y}px`;
    style.transform = scale === 1 ? '' : `translate(${center.x - x}px, ${center.y - y}px) scale(${scale})`;
    this.#stage.dataset['zoomed'] = String(scale > 1);
    this.#scale.set(scale);
  }

  /** The stage or the picture has a new size: the same part stays in the center if possible. */
  #handleResize(): void {
    const before = this.#picture;
    this.#picture = this.#fitPicture();
    const { scale, center } = this.#view;
    const growth = this.#picture.width / before.width;
    const moved = (now: number, was: number, from: number): number => now + (from - was) * growth;
    const { x, y } = this.#picture.center;
    this.#show(
      { scale, center: { x: moved(x, before.center.x, center.x), y: moved(y, before.center.y, center.y) } },
      'at-once',
    );
    // The style sheet places the room's title below the picture on tall screens, where it fits.
    this.#stage.style.setProperty('--picture-bottom', `${this.#picture.center.y + this.#picture.height / 2}px`);
    this.#stage.dataset['titleBelow'] = String(hasTitleSpace(this.#picture, this.#stageSize));
  }

  #fitPicture(): Picture {
    const { videoWidth: width, videoHeight: height } = this.#video;
    return placePicture(this.#stageSize, width > 0 && height > 0 ? { width, height } : DEFAULT_RATIO, this.#positionY);
  }

  get #stageSize(): Size {
    // At least one pixel, to divide by: a hidden frame has no size.
    return { width: Math.max(1, this.#stage.clientWidth), height: Math.max(1, this.#stage.clientHeight) };
  }

  /** From `object-position` in the style sheet: above the center on tall screens. */
  get #positionY(): number {
    return Number.parseFloat(getComputedStyle(this.#video).objectPosition.split(' ')[1] ?? '50') / 100;
  }
}
