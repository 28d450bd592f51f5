/** The page's end of the compositor's worker. Frames go between tracks and worker directly; the page only says what to do with them. */
import type { Composer, OnReport } from '../composer.ts';
import type { Going, SceneLayout, SlateContent, SourceName } from '../scene-layout.ts';
import { framesOf, trackOfFrames } from '../track-streams.ts';
import type { FromCompositor, ToCompositor } from './messages.ts';

export class WorkerComposer implements Composer {
  readonly track: MediaStreamTrack;
  readonly #worker = new Worker(new URL('compositor.worker.ts', import.meta.url), { type: 'module' });

  constructor(onReport: OnReport) {
    const output = trackOfFrames();
    this.track = output;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromCompositor>) => onReport(data.report));
    this.#tell({ kind: 'output', writable: output.writable }, [output.writable]);
  }

  feed(name: SourceName, track: MediaStreamTrack): void {
    const readable = framesOf(track);
    this.#tell({ kind: 'feed', name, readable }, [readable]);
  }

  leave(name: SourceName, going: Going): void {
    this.#tell({ kind: 'leave', name, going });
  }

  setLayout(layout: SceneLayout): void {
    this.#tell({ kind: 'layout', layout });
  }

  setSlate(slate: SlateContent): void {
    this.#tell({ kind: 'slate', slate }, slate.picture ? [slate.picture] : []);
  }

  pause(): void {
    this.#tell({ kind: 'pause' });
  }

  resume(awaited: readonly SourceName[]): void {
    this.#tell({ kind: 'resume', awaited });
  }

  end(): void {
    // Not terminated: it closes its frames first, which the next page waits for.
    this.#tell({ kind: 'end' });
    this.track.stop();
  }

  #tell(message: ToCompositor, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}
