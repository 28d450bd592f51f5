/**
 * Decides which picture goes out and when: a source's picture as it arrives, a drawn one for two
 * sources, the slate or a card; at most 30 a second, at least 5. Runs in the worker, or in the page
 * for browsers without the API; an `Output` sends the pictures.
 */
import log from 'loglevel';
import {
  CAMERA_PIXELS,
  FRAME_REPEAT_MS,
  LATE_FRAME_MS,
  SCENE_REPORT_INTERVAL_MS,
  SCREEN_PIXELS,
} from '../policy/scene.ts';
import { chooseShown } from './choose-shown.ts';
import { ComposedSource, type CopyPicture, type SamplePicture, type SourcePicture } from './composed-source.ts';
import { FramePacer } from './frame-pacer.ts';
import { composedSize, fittedSize } from './geometry.ts';
import { paintBoth, paintCard, paintSlate, paintWhole, SLATE_SIZE, type Paint } from './paint.ts';
import { SceneTimeline } from './scene-clock.ts';
import {
  sourceNames,
  type RemovalReason,
  type SceneLayout,
  type SceneReport,
  type SceneTexts,
  type Shown,
  type Size,
  type SlateContent,
  type SourceName,
} from './scene-layout.ts';

const logger = log.getLogger('scene');

/** Sends pictures. `atUs` is their time on the scene's timeline, in microseconds. */
export interface Output<I extends CanvasImageSource> {
  /** Sends a source's picture unchanged. */
  pass(picture: SourcePicture<I>, atUs: number): void;
  draw(size: Size, paint: Paint, atUs: number): void;
  readonly copy: CopyPicture<I>;
  readonly sample: SamplePicture<I>;
  /** Sends the last picture again. */
  repeat(atUs: number): void;
  readonly size: Size;
}

export interface CompositorOptions<I extends CanvasImageSource> {
  readonly output: Output<I>;
  readonly texts: SceneTexts;
  readonly onReport: (report: SceneReport) => void;
}

export class Compositor<I extends CanvasImageSource> {
  readonly #output: Output<I>;
  readonly #texts: SceneTexts;
  readonly #onReport: (report: SceneReport) => void;
  readonly #sources = { camera: new ComposedSource<I>(), screen: new ComposedSource<I>() };
  readonly #pacer = new FramePacer();
  readonly #timeline = new SceneTimeline();
  readonly #reporting: ReturnType<typeof setInterval>;
  #layout: SceneLayout = { kind: 'camera' };
  #slate: SlateContent = { text: '', picture: null };
  /** The most pixels of the screen's picture. */
  #screenPixels: number = SCREEN_PIXELS['full-hd'];
  #isPaused = false;
  #shown: Shown | null = null;
  /** Capture time of a picture that waits for its slot; null if none waits. */
  #waitingUs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentMs: number[] = [];

  constructor({ output, texts, onReport }: CompositorOptions<I>) {
    this.#output = output;
    this.#texts = texts;
    this.#onReport = onReport;
    this.#reporting = setInterval(() => this.#measure(), SCENE_REPORT_INTERVAL_MS);
    this.#refresh(false);
  }

  /** A source was added, and its pictures will come. */
  expectPictures(name: SourceName): void {
    if (this.#isPaused) return;
    this.#sources[name].expectPictures(performance.now());
    this.#refresh(false);
  }

  /** Takes over the picture. `timestampUs` is of the source's own clock. */
  handlePicture(name: SourceName, picture: SourcePicture<I>, timestampUs: number): void {
    if (this.#isPaused) {
      picture.close();
      return;
    }
    const atUs = this.#sources[name].setPicture(picture, timestampUs, performance.now());
    this.#refresh(this.#shown === name || this.#shown === 'both', atUs);
  }

  removeSource(name: SourceName, reason: RemovalReason): void {
    this.#sources[name].remove(reason, performance.now());
    this.#refresh(false);
  }

  setLayout(layout: SceneLayout): void {
    this.#layout = layout;
    this.#refresh(this.#shown === 'both' || this.#shown === 'card');
  }

  /** The most pixels of a screen's picture, in any shape. */
  setScreenPixels(pixels: number): void {
    this.#screenPixels = pixels;
    this.#refresh(this.#shown === 'both' || this.#shown === 'screen');
  }

  setSlate(slate: SlateContent): void {
    this.#slate.picture?.close();
    this.#slate = slate;
    this.#refresh(this.#shown === 'slate');
  }

  /** Drops all captured pictures and sends the slate, both before it returns. */
  pause(): void {
    this.#isPaused = true;
    for (const name of sourceNames) this.#sources[name].clear();
    this.#refresh(false);
  }

  /** The slate stays until these sources have a picture, for a moment at most. */
  resume(awaited: readonly SourceName[]): void {
    this.#isPaused = false;
    for (const name of awaited) this.#sources[name].expectPictures(performance.now());
    this.#refresh(false);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#reporting);
    for (const name of sourceNames) this.#sources[name].clear();
    this.#slate.picture?.close();
  }

  /**
   * A cut bypasses the pacing; a change within the same shown sources waits for its slot. `atUs` is
   * the capture time, or now for a drawn picture.
   */
  #refresh(hasChanged: boolean, atUs = performance.now() * 1_000): void {
    const shown = this.#choose();
    const isCut = shown !== this.#shown;
    if (!isCut && !hasChanged) return;
    const isAdmitted = this.#pacer.admit(atUs);
    if (isCut || isAdmitted) this.#send(shown, atUs);
    else this.#waitForSlot(atUs);
    if (isCut) this.#report();
  }

  #choose(): Shown {
    if (this.#isPaused) return 'slate';
    const nowMs = performance.now();
    const { camera, screen } = this.#sources;
    const presences = { camera: camera.presence(nowMs), screen: screen.presence(nowMs) };
    return chooseShown(this.#layout.kind, presences, this.#shown ?? 'card');
  }

  #send(shown: Shown, atUs: number): void {
    this.#shown = shown;
    this.#waitingUs = null;
    this.#sendShown(shown, this.#timeline.stamp(atUs));
    this.#afterSending();
  }

  #sendShown(shown: Shown, atUs: number): void {
    const { camera, screen } = { camera: this.#sources.camera.picture, screen: this.#sources.screen.picture };
    const layout = this.#layout;
    if (shown === 'both' && camera && screen && layout.kind === 'both') {
      const paint: Paint = (context, size) => paintBoth(context, size, { screen, camera, inset: layout.camera });
      this.#output.draw(composedSize(screen.size, this.#screenPixels), paint, atUs);
    } else if (shown === 'camera' && camera) {
      this.#pass(camera, CAMERA_PIXELS, atUs);
    } else if (shown === 'screen' && screen) {
      this.#pass(screen, this.#screenPixels, atUs);
    } else if (shown === 'card' && layout.kind !== 'slate') {
      const text = this.#texts.card[layout.kind];
      this.#output.draw(SLATE_SIZE, (context, size) => paintCard(context, size, text), atUs);
    } else if (shown === 'slate') {
      const slate = { ...this.#slate, defaultText: this.#texts.slate };
      this.#output.draw(SLATE_SIZE, (context, size) => paintSlate(context, size, slate), atUs);
    } else {
      this.#output.repeat(atUs);
    }
  }

  #pass(picture: SourcePicture<I>, maxPixels: number, atUs: number): void {
    const size = fittedSize(picture.size, maxPixels);
    if (size === picture.size) this.#output.pass(picture, atUs);
    else this.#output.draw(size, (context, fitted) => paintWhole(context, fitted, picture), atUs);
  }

  #waitForSlot(atUs: number): void {
    this.#waitingUs = atUs;
    this.#tickAfter(this.#pacer.waitUs(atUs) / 1_000 + LATE_FRAME_MS);
  }

  #afterSending(): void {
    const nowMs = performance.now();
    this.#sentMs.push(nowMs);
    this.#tickAfter(FRAME_REPEAT_MS);
  }

  #tickAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), ms);
  }

  #tick(): void {
    const atUs = performance.now() * 1_000;
    const shown = this.#choose();
    if (shown !== this.#shown) return this.#refresh(true, atUs);
    if (this.#waitingUs !== null) {
      // The slot counts from the capture time: counted from now, the next pictures would seem to
      // come too early each time.
      this.#pacer.admitLate(this.#waitingUs);
      return this.#send(shown, this.#waitingUs);
    }
    this.#output.repeat(this.#timeline.stamp(atUs));
    this.#afterSending();
    for (const name of sourceNames) void this.#releaseFrame(name);
  }

  async #releaseFrame(name: SourceName): Promise<void> {
    const isCopied = await this.#sources[name].copyOldPicture(this.#output.copy, performance.now());
    // The output's last picture is a frame of the device, too. Sending the copy releases it.
    if (isCopied && this.#shown === name) this.#sendShown(name, this.#timeline.stamp(performance.now() * 1_000));
  }

  #measure(): void {
    const nowMs = performance.now();
    this.#sentMs = this.#sentMs.filter((atMs) => atMs > nowMs - 1_000);
    for (const name of sourceNames) void this.#checkForBlack(name);
    this.#report();
  }

  async #checkForBlack(name: SourceName): Promise<void> {
    try {
      await this.#sources[name].checkForBlack(this.#output.sample);
    } catch (error) {
      logger.debug('A picture could not be sampled:', name, error);
    }
  }

  #report(): void {
    const nowMs = performance.now();
    this.#onReport({
      size: this.#output.size,
      framesPerSecond: this.#sentMs.filter((atMs) => atMs > nowMs - 1_000).length,
      shown: this.#shown ?? 'card',
      isPaused: this.#isPaused,
      sources: { camera: this.#sources.camera.report(nowMs), screen: this.#sources.screen.report(nowMs) },
    });
  }
}
