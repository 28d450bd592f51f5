/**
 * The page's end of the compositor's worker. Frames go directly between tracks and worker; the page
 * only sends commands. A worker that stands still is replaced by one that does the same.
 */
import log from 'loglevel';
import type { Composer, ComposerEvents } from '../composer.ts';
import type { RemovalReason, SceneLayout, SceneTexts, SlateContent, SourceName } from '../scene-layout.ts';
import { framesOf, trackOfFrames } from '../track-streams.ts';
import { ComposerWatch } from './composer-watch.ts';
import type { FromCompositor, ToCompositor } from './messages.ts';

const logger = log.getLogger('scene');

interface Running {
  readonly worker: Worker;
  readonly track: MediaStreamTrack;
}

export class WorkerComposer implements Composer {
  readonly #texts: SceneTexts;
  readonly #on: ComposerEvents;
  readonly #watch = new ComposerWatch({
    isTrackLive: () => this.track.readyState === 'live',
    renew: () => this.#renew(),
  });
  #layout: SceneLayout | undefined;
  #screenPixels: number | undefined;
  /** Its picture is ours; the worker gets copies. */
  #slate: SlateContent | undefined;
  #isPaused = false;
  #running: Running;

  constructor(texts: SceneTexts, on: ComposerEvents) {
    this.#texts = texts;
    this.#on = on;
    this.#running = this.#start();
  }

  get track(): MediaStreamTrack {
    return this.#running.track;
  }

  feed(name: SourceName, track: MediaStreamTrack): void {
    const readable = framesOf(track);
    this.#send({ type: 'feed', name, readable }, [readable]);
  }

  removeSource(name: SourceName, reason: RemovalReason): void {
    this.#send({ type: 'remove-source', name, reason });
  }

  setLayout(layout: SceneLayout): void {
    this.#layout = layout;
    this.#send({ type: 'set-layout', layout });
  }

  setScreenPixels(pixels: number): void {
    this.#screenPixels = pixels;
    this.#send({ type: 'set-screen-pixels', pixels });
  }

  setSlate(slate: SlateContent): void {
    if (this.#slate?.picture !== slate.picture) this.#slate?.picture?.close();
    this.#slate = slate;
    this.#send({ type: 'set-slate', slate });
  }

  pause(): void {
    this.#isPaused = true;
    this.#send({ type: 'pause' });
  }

  resume(awaited: readonly SourceName[]): void {
    this.#isPaused = false;
    this.#send({ type: 'resume', awaited });
  }

  close(): void {
    this.#watch.close();
    this.#slate?.picture?.close();
    // Not terminated: the worker closes its frames first, which the next page waits for.
    this.#send({ type: 'close' });
    this.track.stop();
  }

  #start(): Running {
    const worker = new Worker(new URL('compositor.worker.ts', import.meta.url), { type: 'module' });
    const output = trackOfFrames();
    worker.addEventListener('message', ({ data }: MessageEvent<FromCompositor>) => {
      this.#watch.noteReport();
      this.#on.onReport(data.report);
    });
    const { writable } = output;
    const start: ToCompositor = {
      type: 'start',
      writable,
      texts: this.#texts,
      logLevel: logger.getLevel(),
    };
    worker.postMessage(start, [writable]);
    return { worker, track: output };
  }

  /** The sources are fed again by their owner. */
  #renew(): void {
    logger.warn('The compositor stands still: another one takes its place.');
    const { worker, track } = this.#running;
    worker.terminate();
    track.stop();
    this.#running = this.#start();
    if (this.#slate) this.#send({ type: 'set-slate', slate: this.#slate });
    if (this.#layout) this.#send({ type: 'set-layout', layout: this.#layout });
    if (this.#screenPixels !== undefined) this.#send({ type: 'set-screen-pixels', pixels: this.#screenPixels });
    if (this.#isPaused) this.#send({ type: 'pause' });
    this.#on.onRenewed();
  }

  #send(message: ToCompositor, transfer: Transferable[] = []): void {
    this.#running.worker.postMessage(message, transfer);
  }
}
