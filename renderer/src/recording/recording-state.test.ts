import { expect, test } from 'vitest';
import { isRecording, step, type RecordingEvent, type RecordingState } from './recording-state.ts';

const idle: RecordingState = { name: 'idle' };
const starting: RecordingState = { name: 'starting' };
const recording: RecordingState = { name: 'recording', startedAt: 5, bytes: 10, freeBytes: 100 };
const finishing: RecordingState = { name: 'finishing', reason: null };
const full: RecordingState = { name: 'finishing', reason: 'The disk is full.' };
const file = { path: '/v/a.webm', name: 'a.webm', seekable: true };
const saved: RecordingState = { name: 'saved', file, reason: null };
const failed: RecordingState = { name: 'failed', reason: 'No.' };
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
  [starting, { type: 'file-failed', reason: 'No.' }, [failed]],
  [starting, { type: 'stop' }, [starting]],
  [recording, { type: 'written', progress }, [{ ...recording, ...progress }]],
  [finishing, { type: 'written', progress }, [finishing]],
  [recording, { type: 'stop' }, [finishing, { type: 'stop-recorder' }]],
  [recording, { type: 'interrupted', reason: 'The disk is full.' }, [full, { type: 'stop-recorder' }]],
  [full, { type: 'interrupted', reason: 'Again.' }, [full]],
  [recording, { type: 'recorder-stopped' }, [finishing, { type: 'finish-file' }]],
  [full, { type: 'recorder-stopped' }, [full, { type: 'finish-file' }]],
  [finishing, { type: 'file-finished', file }, [saved]],
  [full, { type: 'file-finished', file }, [{ ...saved, reason: 'The disk is full.' }]],
  [
    full,
    { type: 'file-finished', file: null },
    [{ name: 'failed', reason: 'The disk is full. Nothing was recorded.' }],
  ],
  [finishing, { type: 'file-failed', reason: 'No.' }, [failed]],
  [saved, { type: 'dismiss' }, [idle]],
  [recording, { type: 'dismiss' }, [recording]],
])('%o, then %o', (state, event, next) => {
  expect(step(state, event)).toEqual(next);
});

test('a recording could be lost from its start until its file is finished', () => {
  expect([idle, starting, recording, finishing, saved, failed].map(isRecording)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});
