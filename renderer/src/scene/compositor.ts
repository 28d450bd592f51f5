/**
 * Decides when which picture goes out: a source's own as it comes, a drawn one where there are two, the slate, or a card; at most thirty
 * a second and never fewer than five. Runs in the worker, and in the page where there is no other way; how it goes out is the output's business.
 */
import { PictureSampler } from './black.ts';
import { cardWords, chooseShown } from './choose-shown.ts';
import { ComposedSource, type Keep, type SourcePicture } from './composed-source.ts';
import { FramePacer } from './frame-pacer.ts';
import { composedSize, enlarged } from './geometry.ts';
import { paintBoth, paintCard, paintSlate, SLATE_SIZE, type Paint } from './paint.ts';
import { SceneTimeline } from './scene-clock.ts';
import {
  sourceNames,
  type Going,
  type SceneLayout,
  type SceneReport,
  type Shown,
  type Size,
  type SlateContent,
  type SourceName,
} from './scene-layout.ts';

export interface Output<I extends CanvasImageSource> {
  /** The source's picture as it is. */
  pass(picture: SourcePicture<I>, atUs: number): void;
  draw(size: Size, paint: Paint, atUs: number): void;
  /** A copy that nobody else waits for. */
  readonly keep: Keep<I>;
  /** The last one again, at another time. */
  repeat(atUs: number): void;
  readonly size: Size;
}

/** Five a second is the least that goes out; timers are late now and then. */
const REPEAT_MS = 170;
/** A frame that was not admitted goes after this, unless a newer one takes its turn. */
const TURN_MISSED_MS = 15;
const REPORT_MS = 1_000;

export class Compositor<I extends CanvasImageSource> {
  readonly #output: Output<I>;
  readonly #onReport: (report: SceneReport) => void;
  readonly #sources = { camera: new ComposedSource<I>(), screen: new ComposedSource<I>() };
  readonly #pacer = new FramePacer();
  readonly #timeline = new SceneTimeline();
  readonly #sampler = new PictureSampler();
  readonly #reporting: ReturnType<typeof setInterval>;
  #layout: SceneLayout = { kind: 'camera' };
  #slate: SlateContent = { text: '', picture: null };
  #isPaused = false;
  #shown: Shown | null = null;
  /** When it was captured, of something newer than what went out last that is waiting for its turn. */
  #waitingUs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sentMs: number[] = [];

  constructor(output: Output<I>, onReport: (report: SceneReport) => void) {
    this.#output = output;
    this.#onReport = onReport;
    this.#reporting = setInterval(() => this.#look(), REPORT_MS);
    this.#refresh(false);
  }

  /** Pictures of this source will come. */
  expect(name: SourceName): void {
    if (this.#isPaused) return;
    this.#sources[name].expect(performance.now());
    this.#refresh(false);
  }

  take(name: SourceName, picture: SourcePicture<I>, timestampUs: number): void {
    if (this.#isPaused) {
      picture.close();
      return;
    }
    const atUs = this.#sources[name].take(picture, timestampUs, performance.now());
    this.#refresh(this.#shown === name || this.#shown === 'both', atUs);
  }

  leave(name: SourceName, going: Going): void {
    this.#sources[name].leave(going, performance.now());
    this.#refresh(false);
  }

  setLayout(layout: SceneLayout): void {
    this.#layout = layout;
    this.#refresh(this.#shown === 'both' || this.#shown === 'card');
  }

  setSlate(slate: SlateContent): void {
    this.#slate.picture?.close();
    this.#slate = slate;
    this.#refresh(this.#shown === 'slate');
  }

  /** Whatever was captured is dropped; the slate goes out in this same moment. */
  pause(): void {
    this.#isPaused = true;
    for (const name of sourceNames) this.#sources[name].drop();
    this.#refresh(false);
  }

  /** The slate stays until these are there, for a moment at most. */
  resume(awaited: readonly SourceName[]): void {
    this.#isPaused = false;
    for (const name of awaited) this.#sources[name].expect(performance.now());
    this.#refresh(false);
  }

  end(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#reporting);
    for (const name of sourceNames) this.#sources[name].drop();
  }

  /** A cut waits for no turn; what only differs from the last picture does. `atUs` is when it was captured, or else now. */
  #refresh(isOther: boolean, atUs = performance.now() * 1_000): void {
    const shown = this.#choose();
    const isCut = shown !== this.#shown;
    if (!isCut && !isOther) return;
    const isAdmitted = this.#pacer.admit(atUs);
    if (isCut || isAdmitted) this.#send(shown, atUs);
    else this.#waitForTurn(atUs);
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
    this.#put(shown, this.#timeline.stamp(atUs));
    this.#afterSending();
  }

  #put(shown: Shown, atUs: number): void {
    const { camera, screen } = { camera: this.#sources.camera.picture, screen: this.#sources.screen.picture };
    const layout = this.#layout;
    if (shown === 'both' && camera && screen && layout.kind === 'both') {
      const paint: Paint = (context, size) => paintBoth(context, size, { screen, camera, inset: layout.camera });
      this.#output.draw(composedSize(screen.size), paint, atUs);
    } else if (shown === 'camera' && camera) {
      this.#pass(camera, atUs);
    } else if (shown === 'screen' && screen) {
      this.#pass(screen, atUs);
    } else if (shown === 'card' && layout.kind !== 'slate') {
      const words = cardWords[layout.kind];
      this.#output.draw(SLATE_SIZE, (context, size) => paintCard(context, size, words), atUs);
    } else if (shown === 'slate') {
      this.#output.draw(SLATE_SIZE, (context, size) => paintSlate(context, size, this.#slate), atUs);
    } else {
      this.#output.repeat(atUs);
    }
  }

  #pass(picture: SourcePicture<I>, atUs: number): void {
    const size = enlarged(picture.size);
    if (size === picture.size) this.#output.pass(picture, atUs);
    else
      this.#output.draw(
        size,
        (context, { width, height }) => context.drawImage(picture.image, 0, 0, width, height),
        atUs,
      );
  }

  #waitForTurn(atUs: number): void {
    this.#waitingUs = atUs;
    this.#tickAfter(this.#pacer.waitUs(atUs) / 1_000 + TURN_MISSED_MS);
  }

  #afterSending(): void {
    const nowMs = performance.now();
    this.#sentMs.push(nowMs);
    this.#tickAfter(REPEAT_MS);
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
      // By its own time: planned from when it goes, the next ones would seem to come too early, again and again.
      this.#pacer.takeTurn(this.#waitingUs);
      return this.#send(shown, this.#waitingUs);
    }
    const kept = sourceNames.filter((name) => this.#sources[name].keep(this.#output.keep, performance.now()));
    // What went out last is a frame of the device, too: the copy takes its place.
    if (kept.some((name) => name === shown)) this.#put(shown, this.#timeline.stamp(atUs));
    else this.#output.repeat(this.#timeline.stamp(atUs));
    this.#afterSending();
  }

  #look(): void {
    const nowMs = performance.now();
    this.#sentMs = this.#sentMs.filter((atMs) => atMs > nowMs - 1_000);
    for (const name of sourceNames) this.#sources[name].look(this.#sampler);
    this.#report();
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
