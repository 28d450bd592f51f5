/** What the page and the compositor's worker say to each other. */
import type { Going, SceneLayout, SceneReport, SlateContent, SourceName } from '../scene-layout.ts';

export type ToCompositor =
  /** Where the picture goes; the first message. */
  | { readonly kind: 'output'; readonly writable: WritableStream<VideoFrame> }
  | { readonly kind: 'feed'; readonly name: SourceName; readonly readable: ReadableStream<VideoFrame> }
  | { readonly kind: 'leave'; readonly name: SourceName; readonly going: Going }
  | { readonly kind: 'layout'; readonly layout: SceneLayout }
  | { readonly kind: 'slate'; readonly slate: SlateContent }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume'; readonly awaited: readonly SourceName[] }
  /** The last message: frames are closed, and the worker ends. */
  | { readonly kind: 'end' };

export interface FromCompositor {
  readonly kind: 'report';
  readonly report: SceneReport;
}
