/** Sent streams are measured for subscribers only, with fake timers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SentSound } from '../fan-out/sent-sound.ts';
import type { SentStream } from '../fan-out/sent-stream.ts';
import { SentStreams } from './sent-streams.ts';

const stream: SentStream = {
  layer: 2,
  width: 1280,
  height: 720,
  fps: 30,
  kbps: 1_790,
  codec: 'VP8',
  encoder: 'libvpx',
  limitedBy: 'nothing',
  watchers: 3,
  toRelay: false,
};

const sound: SentSound = { channels: 'stereo', kbps: 88, maxKbps: 96, watchers: 3, toRelay: false };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('measures while someone subscribes, and only then', async () => {
  let readings = 0;
  const streams = new SentStreams({
    readSentStreams: async () => {
      readings += 1;
      return [{ ...stream, fps: readings }];
    },
    readSentSound: () => Promise.resolve(sound),
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([readings, streams.get()]).toEqual([0, null]);
  const listener = vi.fn<() => void>();
  const unsubscribe = streams.subscribe(listener);
  await vi.advanceTimersByTimeAsync(2_500);
  expect([readings, listener.mock.calls.length]).toEqual([3, 3]);
  expect(streams.get()).toEqual({ streams: [{ ...stream, fps: 3 }], sound });
  unsubscribe();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(readings).toBe(3);
});

test('media that is closing sends nothing', async () => {
  const closed = () => Promise.reject(new Error('closed'));
  const streams = new SentStreams({ readSentStreams: closed, readSentSound: closed });
  const unsubscribe = streams.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(streams.get()).toEqual({ streams: [], sound: null });
  unsubscribe();
});
