/** Messages between the page and the compositor's worker. */
import type { LogLevelNumbers } from 'loglevel';
import type { RemovalReason, SceneLayout, SceneReport, SceneTexts, SlateContent, SourceName } from '../scene-layout.ts';

export type ToCompositor =
  /** The first message. `writable` takes the composed frames. */
  | {
      readonly type: 'start';
      readonly writable: WritableStream<VideoFrame>;
      readonly texts: SceneTexts;
      readonly logLevel: LogLevelNumbers;
    }
  | { readonly type: 'feed'; readonly name: SourceName; readonly readable: ReadableStream<VideoFrame> }
  | { readonly type: 'remove-source'; readonly name: SourceName; readonly reason: RemovalReason }
  | { readonly type: 'set-layout'; readonly layout: SceneLayout }
  | { readonly type: 'set-screen-pixels'; readonly pixels: number }
  | { readonly type: 'set-slate'; readonly slate: SlateContent }
  | { readonly type: 'pause' }
  | { readonly type: 'resume'; readonly awaited: readonly SourceName[] }
  /** The last message: the worker closes its frames and ends. */
  | { readonly type: 'close' };

export interface FromCompositor {
  readonly type: 'report';
  readonly report: SceneReport;
}
