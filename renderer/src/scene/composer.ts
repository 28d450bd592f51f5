/**
 * Makes the one picture that goes out. Two implementations: in a worker, or in the page for
 * browsers without the API.
 */
import type { RemovalReason, SceneLayout, SceneReport, SlateContent, SourceName } from './scene-layout.ts';

export interface Composer {
  /** The picture that goes out. */
  readonly track: MediaStreamTrack;
  /** Reads the source's pictures from this track from now on. The track stays its owner's. */
  feed(name: SourceName, track: MediaStreamTrack): void;
  removeSource(name: SourceName, reason: RemovalReason): void;
  setLayout(layout: SceneLayout): void;
  /** The most pixels of a screen's picture, in any shape. */
  setScreenPixels(pixels: number): void;
  /** Takes over the slate's picture. */
  setSlate(slate: SlateContent): void;
  pause(): void;
  /** `awaited`: the sources that are fed right after this call. */
  resume(awaited: readonly SourceName[]): void;
  close(): void;
}

export interface ComposerEvents {
  readonly onReport: (report: SceneReport) => void;
  /** `track` is another one. The sources must be fed again. */
  readonly onRenewed: () => void;
}
