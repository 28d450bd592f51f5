/** How the one picture is made, as the scene sees it: in a worker, or in the page where a browser has no other way. */
import type { Going, SceneLayout, SceneReport, SlateContent, SourceName } from './scene-layout.ts';

export interface Composer {
  /** The picture that goes out; one for good. */
  readonly track: MediaStreamTrack;
  /** Pictures of this source come from this track from now on. */
  feed(name: SourceName, track: MediaStreamTrack): void;
  leave(name: SourceName, going: Going): void;
  setLayout(layout: SceneLayout): void;
  setSlate(slate: SlateContent): void;
  pause(): void;
  /** `awaited`: the sources that are fed straight after. */
  resume(awaited: readonly SourceName[]): void;
  end(): void;
}

export type OnReport = (report: SceneReport) => void;
