import { expect, test } from 'vitest';
import { isRecording, step, type RecordingEvent, type RecordingState } from './recording-state.ts';

const idle: RecordingState = { name: 'idle' };
const starting: RecordingState = { name: 'starting' };
const recording: RecordingState = { name: 'recording', startedAt: 5, bytes: 10, freeBytes: 100 };
const finishing: RecordingState = { name: 'finishing', because: null };
const full: RecordingState = { name: 'finishing', because: 'The disk is full.' };
const file = { path: '/v/a.webm', name: 'a.webm', seekable: true };
const kept: RecordingState = { name: 'kept', file, because: null };
const failed: RecordingState = { name: 'failed', why: 'No.' };
const progress = { bytes: 20, freeBytes: 90 };

test.each<[RecordingState, RecordingEvent, ReturnType<typeof step>]>([
  [idle, { name: 'start' }, [starting, { do: 'open-file' }]],
  [kept, { name: 'start' }, [starting, { do: 'open-file' }]],
  [failed, { name: 'start' }, [starting, { do: 'open-file' }]],
  [recording, { name: 'start' }, [recording]],
  [finishing, { name: 'start' }, [finishing]],
  [
    starting,
    { name: 'opened', progress, now: 7 },
    [{ name: 'recording', startedAt: 7, ...progress }, { do: 'record' }],
  ],
  [starting, { name: 'declined' }, [idle]],
  [starting, { name: 'refused', why: 'No.' }, [failed]],
  [starting, { name: 'stop' }, [starting]],
  [recording, { name: 'written', progress }, [{ ...recording, ...progress }]],
  [finishing, { name: 'written', progress }, [finishing]],
  [recording, { name: 'stop' }, [finishing, { do: 'stop-recorder' }]],
  [recording, { name: 'broke', why: 'The disk is full.' }, [full, { do: 'stop-recorder' }]],
  [full, { name: 'broke', why: 'Again.' }, [full]],
  [recording, { name: 'drained' }, [finishing, { do: 'finish-file' }]],
  [full, { name: 'drained' }, [full, { do: 'finish-file' }]],
  [finishing, { name: 'kept', file }, [kept]],
  [full, { name: 'kept', file }, [{ ...kept, because: 'The disk is full.' }]],
  [full, { name: 'kept', file: null }, [{ name: 'failed', why: 'The disk is full. Nothing was recorded.' }]],
  [finishing, { name: 'refused', why: 'No.' }, [failed]],
  [kept, { name: 'dismiss' }, [idle]],
  [recording, { name: 'dismiss' }, [recording]],
])('%o, then %o', (state, event, next) => {
  expect(step(state, event)).toEqual(next);
});

test('something would be lost from the press until the file is finished', () => {
  expect([idle, starting, recording, finishing, kept, failed].map(isRecording)).toEqual([
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});
