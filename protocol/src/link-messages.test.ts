/** The data channel accepts known kinds with figures inside their bounds, and nothing else. */
import { describe, expect, test } from 'vitest';
import { LINK_MESSAGE_MAX_LENGTH, readLinkMessage, type WatcherReport } from './link-messages.ts';

const report: WatcherReport = {
  width: 1280,
  height: 720,
  fps: 29.9,
  freezes: 0,
  droppedFrames: 2,
  decodeMs: 3.1,
  delayMs: 120,
  route: 'direct',
  page: 'shown',
  sound: 'on',
};
const read = (value: unknown) => readLinkMessage(JSON.stringify(value));

test('a report is read as it was sent, without what a newer page adds', () => {
  const message = { kind: 'watcher-reported', report };
  expect(read(message)).toEqual(message);
  expect(read({ ...message, report: { ...report, mood: 'good' }, more: 1 })).toEqual(message);
  expect(read({ ...message, report: { ...report, delayMs: null } })).toEqual({
    ...message,
    report: { ...report, delayMs: null },
  });
});

describe('a report is refused with', () => {
  const rows: readonly (readonly [string, object])[] = [
    ['a negative width', { width: -1 }],
    ['half a pixel', { height: 0.5 }],
    ['an impossible width', { width: 16_385 }],
    ['an impossible frame rate', { fps: 1_001 }],
    ['a number that JSON cannot carry', { fps: Number.NaN }],
    ['an impossible number of freezes', { freezes: 1_001 }],
    ['a delay of hours', { delayMs: 600_001 }],
    ['an unknown route', { route: 'pigeon' }],
    ['a figure as text', { decodeMs: '3' }],
    ['a figure left out', { sound: undefined }],
  ];
  test.each(rows)('%s', (_title, change) => {
    expect(read({ kind: 'watcher-reported', report: { ...report, ...change } })).toBeUndefined();
  });
});

test.each([
  ['an unknown kind', JSON.stringify({ kind: 'applauded' })],
  ['no JSON', '{'],
  ['bytes', new Uint8Array(3)],
  [
    'more than a message may be',
    JSON.stringify({ kind: 'removed', epoch: 1, pad: 'x'.repeat(LINK_MESSAGE_MAX_LENGTH) }),
  ],
])('%s is ignored', (_title, text) => {
  expect(readLinkMessage(text)).toBeUndefined();
});

test('a state may list layers; an older presenter sends none', () => {
  const state = { paused: false, video: true, audio: true };
  const layers = [{ height: 360, fps: 30 }];
  for (const sent of [state, { ...state, layers }]) {
    const message = { kind: 'media-changed', epoch: 1, state: sent };
    expect(read(message)).toEqual(message);
  }
  const four = Array.from({ length: 4 }, () => ({ height: 1, fps: 1 }));
  for (const wrong of [four, [{ height: -1, fps: 30 }], [{ height: 720 }], 'all']) {
    expect(read({ kind: 'media-changed', epoch: 1, state: { ...state, layers: wrong } })).toBeUndefined();
  }
});

test('a watcher may ask for a layer or for sound only', () => {
  for (const highest of [0, 1, 2, 'sound']) {
    expect(read({ kind: 'quality-capped', highest })).toEqual({ kind: 'quality-capped', highest });
  }
  for (const highest of [3, -1, 'none', null]) expect(read({ kind: 'quality-capped', highest })).toBeUndefined();
});
