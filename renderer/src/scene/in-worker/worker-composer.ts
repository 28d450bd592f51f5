/**
 * The page's end of the compositor's worker. Frames go directly between tracks and worker; the page
 * only sends commands.
 */
import log from 'loglevel';
import type { Composer, OnReport } from '../composer.ts';
import type { RemovalReason, SceneLayout, SceneTexts, SlateContent, SourceName } from '../scene-layout.ts';
import { framesOf, trackOfFrames } from '../track-streams.ts';
import type { FromCompositor, ToCompositor } from './messages.ts';

export class WorkerComposer implements Composer {
  readonly track: MediaStreamTrack;
  readonly #worker = new Worker(new URL('compositor.worker.ts', import.meta.url), { type: 'module' });

  constructor(texts: SceneTexts, onReport: OnReport) {
    const output = trackOfFrames();
    this.track = output;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromCompositor>) => onReport(data.report));
    const { writable } = output;
    this.#send({ type: 'start', writable, texts, logLevel: log.getLogger('scene').getLevel() }, [writable]);
  }

  feed(name: SourceName, track: MediaStreamTrack): void {
    const readable = framesOf(track);
    this.#send({ type: 'feed', name, readable }, [readable]);
  }

  removeSource(name: SourceName, reason: RemovalReason): void {
    this.#send({ type: 'remove-source', name, reason });
  }

  setLayout(layout: SceneLayout): void {
    this.#send({ type: 'set-layout', layout });
  }

  setScreenPixels(pixels: number): void {
    this.#send({ type: 'set-screen-pixels', pixels });
  }

  setSlate(slate: SlateContent): void {
    this.#send({ type: 'set-slate', slate }, slate.picture ? [slate.picture] : []);
  }

  pause(): void {
    this.#send({ type: 'pause' });
  }

  resume(awaited: readonly SourceName[]): void {
    this.#send({ type: 'resume', awaited });
  }

  close(): void {
    // Not terminated: the worker closes its frames first, which the next page waits for.
    this.#send({ type: 'close' });
    this.track.stop();
  }

  #send(message: ToCompositor, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
