/** Every transition of a recording, as a table. */
import { expect, test } from 'vitest';
import {
  isRecording,
  step,
  type RecordingEvent,
  type RecordingProblem,
  type RecordingState,
} from './recording-state.ts';

const diskFull: RecordingProblem = { type: 'machine', sentence: 'The disk is full.' };
const diskSlow: RecordingProblem = { type: 'disk-too-slow' };
const idle: RecordingState = { name: 'idle' };
const starting: RecordingState = { name: 'starting' };
const recording: RecordingState = { name: 'recording', startedAt: 5, bytes: 10, freeBytes: 100 };
const finishing: RecordingState = { name: 'finishing', reason: null };
const full: RecordingState = { name: 'finishing', reason: diskFull };
const file = { path: '/v/a.webm', name: 'a.webm', seekable: true };
const saved: RecordingState = { name: 'saved', file, reason: null };
const empty: RecordingState = { name: 'empty', reason: null };
const failed: RecordingState = { name: 'failed', reason: diskSlow };
const progress = { bytes: 20, freeBytes: 90 };

test.each<[RecordingState, RecordingEvent, ReturnType<typeof step>]>([
  [idle, { type: 'start' }, [starting, { type: 'create-file' }]],
  [saved, { type: 'start' }, [starting, { type: 'create-file' }]],
  [failed, { type: 'start' }, [starting, { type: 'create-file' }]],
  [recording, { type: 'start' }, [recording]],
  [finishing, { type: 'start' }, [finishing]],
  [
    starting,
    { type: 'file-created', progress, nowMs: 7 },
    [{ name: 'recording', startedAt: 7, ...progress }, { type: 'start-recorder' }],
  ],
  [starting, { type: 'declined' }, [idle]],
  [starting, { type: 'file-failed', reason: diskSlow }, [failed]],
  [starting, { type: 'stop' }, [starting]],
  [recording, { type: 'written', progress }, [{ ...recording, ...progress }]],
  [finishing, { type: 'written', progress }, [finishing]],
  [recording, { type: 'stop' }, [finishing, { type: 'stop-recorder' }]],
  [recording, { type: 'interrupted', reason: diskFull }, [full, { type: 'stop-recorder' }]],
  [full, { type: 'interrupted', reason: diskSlow }, [full]],
  [recording, { type: 'recorder-stopped' }, [finishing, { type: 'finish-file' }]],
  [full, { type: 'recorder-stopped' }, [full, { type: 'finish-file' }]],
  [finishing, { type: 'file-finished', file }, [saved]],
  [full, { type: 'file-finished', file }, [{ ...saved, reason: diskFull }]],
  [full, { type: 'file-finished', file: null }, [{ ...empty, reason: diskFull }]],
  [finishing, { type: 'file-finished', file: null }, [empty]],
  [empty, { type: 'start' }, [starting, { type: 'create-file' }]],
  [empty, { type: 'dismiss' }, [idle]],
  [finishing, { type: 'file-failed', reason: diskSlow }, [failed]],
  [saved, { type: 'dismiss' }, [idle]],
  [recording, { type: 'dismiss' }, [recording]],
])('%o, then %o', (state, event, next) => {
  expect(step(state, event)).toEqual(next);
});

test('a recording could be lost from its start until its file is finished', () => {
  expect([idle, starting, recording, finishing, saved, empty, failed].map(isRecording)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
