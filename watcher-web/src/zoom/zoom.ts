/** How near the watcher looks at the picture: keeps the view, and gives it to the video as a transform. */
import { Store, type ReadableStore } from '@lectern/state';
import {
  movedBy,
  placePicture,
  settled,
  whole,
  zoomedAbout,
  type Picture,
  type Point,
  type Size,
  type View,
} from './geometry.ts';

/** `at-once` under a finger or a wheel, `smoothly` after a press. */
type Manner = 'at-once' | 'smoothly';

/** Until the picture's own is known. */
const USUAL: Size = { width: 16, height: 9 };

export class Zoom {
  readonly #stage: HTMLElement;
  readonly #video: HTMLVideoElement;
  readonly #scale = new Store(1);
  #picture: Picture;
  #view: View;

  constructor(stage: HTMLElement, video: HTMLVideoElement) {
    this.#stage = stage;
    this.#video = video;
    this.#picture = this.#place();
    this.#view = whole(this.#picture);
    new ResizeObserver(() => this.#placeAnew()).observe(stage);
    video.addEventListener('resize', () => this.#placeAnew());
    this.#placeAnew();
  }

  /** 1 is the whole picture. */
  get scale(): ReadableStore<number> {
    return this.#scale;
  }

  get middle(): Point {
    return { x: this.#stage.clientWidth / 2, y: this.#stage.clientHeight / 2 };
  }

  /** What is at `point` stays there: by default the middle of the stage. */
  by(factor: number, point: Point = this.middle, manner: Manner = 'smoothly'): void {
    this.#show(zoomedAbout(this.#view, point, factor), manner);
  }

  pan(by: Point, manner: Manner = 'at-once'): void {
    this.#show(movedBy(this.#view, by), manner);
  }

  reset(): void {
    this.#show(whole(this.#picture), 'smoothly');
  }

  #show(view: View, manner: Manner): void {
    this.#view = settled(view, this.#picture, this.#stageSize);
    const { scale, middle } = this.#view;
    const { x, y } = this.#picture.middle;
    const { style } = this.#video;
    style.transition = manner === 'smoothly' ? 'transform var(--calm)' : 'none';
    style.transformOrigin = `${x}px ${y}px`;
    style.transform = scale === 1 ? '' : `translate(${middle.x - x}px, ${middle.y - y}px) scale(${scale})`;
    this.#stage.dataset['zoomed'] = String(scale > 1);
    this.#scale.set(scale);
  }

  /** The stage or the picture has another size: the same part stays in the middle, as far as it can. */
  #placeAnew(): void {
    const before = this.#picture;
    this.#picture = this.#place();
    const { scale, middle } = this.#view;
    const grown = this.#picture.width / before.width;
    const off = (now: number, was: number, moved: number): number => now + (moved - was) * grown;
    const { x, y } = this.#picture.middle;
    this.#show(
      { scale, middle: { x: off(x, before.middle.x, middle.x), y: off(y, before.middle.y, middle.y) } },
      'at-once',
    );
    // For what lies beside the picture instead of on it.
    this.#stage.style.setProperty('--picture-bottom', `${this.#picture.middle.y + this.#picture.height / 2}px`);
  }

  #place(): Picture {
    const { videoWidth: width, videoHeight: height } = this.#video;
    return placePicture(this.#stageSize, width > 0 && height > 0 ? { width, height } : USUAL, this.#restsAt);
  }

  get #stageSize(): Size {
    // At least a pixel: a frame that is not shown has no size, and there is nothing to divide by.
    return { width: Math.max(1, this.#stage.clientWidth), height: Math.max(1, this.#stage.clientHeight) };
  }

  /** As the style sheet has it, `50% 40%`: on a tall screen the picture lies above the middle. */
  get #restsAt(): number {
    return Number.parseFloat(getComputedStyle(this.#video).objectPosition.split(' ')[1] ?? '50') / 100;
  }
}
