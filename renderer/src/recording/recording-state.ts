/** A recording's life as pure steps. The machine keeps the file; the page encodes. Either may have to end it, and what is written stays. */
import type { KeptRecording, RecordingProgress } from '@lectern/bridge';

export type RecordingState =
  | { readonly name: 'idle' }
  /** The file is being made. */
  | { readonly name: 'starting' }
  | {
      readonly name: 'recording';
      /** Milliseconds since 1970. */
      readonly startedAt: number;
      /** Safe on the disk. */
      readonly bytes: number;
      readonly freeBytes: number | null;
    }
  /** `because` says why it had to end where the presenter did not end it. */
  | { readonly name: 'finishing'; readonly because: string | null }
  | { readonly name: 'kept'; readonly file: KeptRecording; readonly because: string | null }
  | { readonly name: 'failed'; readonly why: string };

export type RecordingEvent =
  | { readonly name: 'start' }
  | { readonly name: 'opened'; readonly progress: RecordingProgress; readonly now: number }
  /** The person was asked for a place and gave none. */
  | { readonly name: 'declined' }
  | { readonly name: 'refused'; readonly why: string }
  | { readonly name: 'written'; readonly progress: RecordingProgress }
  /** The disk or the encoder cannot go on. */
  | { readonly name: 'broke'; readonly why: string }
  | { readonly name: 'stop' }
  /** The recorder has ended and all that it gave is written, or never will be. */
  | { readonly name: 'drained' }
  | { readonly name: 'kept'; readonly file: KeptRecording | null }
  | { readonly name: 'dismiss' };

export type RecordingEffect =
  | { readonly do: 'open-file' }
  | { readonly do: 'record' }
  | { readonly do: 'stop-recorder' }
  | { readonly do: 'finish-file' };

type Step = readonly [RecordingState, ...RecordingEffect[]];

export const initialRecordingState: RecordingState = { name: 'idle' };

const nothingRecorded = 'Nothing was recorded.';

/** Whether something would be lost if the app ended now. */
export const isRecording = ({ name }: RecordingState): boolean =>
  name === 'starting' || name === 'recording' || name === 'finishing';

/** Pure: what happens next, and what the shell must do about it. */
export function step(state: RecordingState, event: RecordingEvent): Step {
  switch (event.name) {
    case 'start':
      return isRecording(state) ? [state] : [{ name: 'starting' }, { do: 'open-file' }];
    case 'opened':
      return [{ name: 'recording', startedAt: event.now, ...event.progress }, { do: 'record' }];
    case 'declined':
      return [initialRecordingState];
    case 'refused':
      return [{ name: 'failed', why: event.why }];
    case 'written':
      return state.name === 'recording' ? [{ ...state, ...event.progress }] : [state];
    case 'broke':
      return end(state, event.why);
    case 'stop':
      return end(state, null);
    case 'drained':
      // The recorder ends by itself where every track has ended.
      return [state.name === 'finishing' ? state : { name: 'finishing', because: null }, { do: 'finish-file' }];
    case 'kept':
      return [keep(state.name === 'finishing' ? state.because : null, event.file)];
    case 'dismiss':
      return isRecording(state) ? [state] : [initialRecordingState];
  }
}

function end(state: RecordingState, because: string | null): Step {
  if (state.name !== 'recording') return [state];
  return [{ name: 'finishing', because }, { do: 'stop-recorder' }];
}

function keep(because: string | null, file: KeptRecording | null): RecordingState {
  if (file !== null) return { name: 'kept', file, because };
  return { name: 'failed', why: because === null ? nothingRecorded : `${because} ${nothingRecorded}` };
}
