/**
 * A recording's lifecycle as a pure step. The page encodes, and the machine writes the file. Either
 * may have to end the recording; what is written stays.
 */
import type { SavedRecording, RecordingProgress } from '@lectern/bridge';

/** Why a recording could not begin, go on or be saved. */
export type RecordingProblem =
  /** The machine that writes the file has said so, in a sentence for the presenter. */
  | { readonly type: 'machine'; readonly sentence: string }
  | { readonly type: 'disk-too-slow' }
  /** The browser's recorder has failed. */
  | { readonly type: 'recorder-failed' }
  /** The browser could not start its recorder; `detail` is its own text. */
  | { readonly type: 'recorder-refused'; readonly detail: string };

export type RecordingState =
  | { readonly name: 'idle' }
  /** The file is being created. */
  | { readonly name: 'starting' }
  | {
      readonly name: 'recording';
      /** Milliseconds since 1970. */
      readonly startedAt: number;
      /** Written to the disk. */
      readonly bytes: number;
      readonly freeBytes: number | null;
    }
  /** `reason`: why it had to end; null if the presenter ended it. */
  | { readonly name: 'finishing'; readonly reason: RecordingProblem | null }
  | { readonly name: 'saved'; readonly file: SavedRecording; readonly reason: RecordingProblem | null }
  /** It ended before anything was recorded. */
  | { readonly name: 'empty'; readonly reason: RecordingProblem | null }
  | { readonly name: 'failed'; readonly reason: RecordingProblem };

export type RecordingEvent =
  | { readonly type: 'start' }
  | { readonly type: 'file-created'; readonly progress: RecordingProgress; readonly nowMs: number }
  /** The presenter was asked for a folder and chose none. */
  | { readonly type: 'declined' }
  /** The machine did not create the file, or did not finish it. */
  | { readonly type: 'file-failed'; readonly reason: RecordingProblem }
  | { readonly type: 'written'; readonly progress: RecordingProgress }
  /** The disk or the encoder cannot go on. */
  | { readonly type: 'interrupted'; readonly reason: RecordingProblem }
  | { readonly type: 'stop' }
  /** The recorder has stopped, and nothing waits to be written any more. */
  | { readonly type: 'recorder-stopped' }
  /** `file` is null if nothing had been recorded. */
  | { readonly type: 'file-finished'; readonly file: SavedRecording | null }
  | { readonly type: 'dismiss' };

export type RecordingEffect =
  | { readonly type: 'create-file' }
  | { readonly type: 'start-recorder' }
  | { readonly type: 'stop-recorder' }
  | { readonly type: 'finish-file' };

type Next = readonly [RecordingState, ...RecordingEffect[]];

export const initialRecordingState: RecordingState = { name: 'idle' };

/** Whether something would be lost if the app ended now. */
export const isRecording = ({ name }: RecordingState): boolean =>
  name === 'starting' || name === 'recording' || name === 'finishing';

export function step(state: RecordingState, event: RecordingEvent): Next {
  switch (event.type) {
    case 'start':
      return isRecording(state) ? [state] : [{ name: 'starting' }, { type: 'create-file' }];
    case 'file-created':
      return [{ name: 'recording', startedAt: event.nowMs, ...event.progress }, { type: 'start-recorder' }];
    case 'declined':
      return [initialRecordingState];
    case 'file-failed':
      return [{ name: 'failed', reason: event.reason }];
    case 'written':
      return state.name === 'recording' ? [{ ...state, ...event.progress }] : [state];
    case 'interrupted':
      return finish(state, event.reason);
    case 'stop':
      return finish(state, null);
    case 'recorder-stopped':
      // The recorder also stops by itself, when all its tracks have ended.
      return [state.name === 'finishing' ? state : { name: 'finishing', reason: null }, { type: 'finish-file' }];
    case 'file-finished':
      return [finished(state.name === 'finishing' ? state.reason : null, event.file)];
    case 'dismiss':
      return isRecording(state) ? [state] : [initialRecordingState];
  }
}

function finish(state: RecordingState, reason: RecordingProblem | null): Next {
  if (state.name !== 'recording') return [state];
  return [{ name: 'finishing', reason }, { type: 'stop-recorder' }];
}

const finished = (reason: RecordingProblem | null, file: SavedRecording | null): RecordingState =>
  file === null ? { name: 'empty', reason } : { name: 'saved', file, reason };
