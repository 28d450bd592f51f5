import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SentStream } from '../fan-out/sent-stream.ts';
import { SendingWatch } from './sending-watch.ts';

const stream: SentStream = {
  layer: 2,
  width: 1280,
  height: 720,
  fps: 30,
  kbps: 1_790,
  encoder: 'libvpx',
  limitedBy: 'nothing',
  watchers: 3,
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('it looks while somebody looks, and only then', async () => {
  let looks = 0;
  const watch = new SendingWatch({
    describe: async () => {
      looks += 1;
      return [{ ...stream, fps: looks }];
    },
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect([looks, watch.get()]).toEqual([0, null]);
  const heard = vi.fn<() => void>();
  const leave = watch.subscribe(heard);
  await vi.advanceTimersByTimeAsync(2_500);
  expect([looks, heard.mock.calls.length]).toEqual([3, 3]);
  expect(watch.get()).toEqual([{ ...stream, fps: 3 }]);
  leave();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(looks).toBe(3);
});

test('a fan-out that is ending sends nothing', async () => {
  const watch = new SendingWatch({ describe: () => Promise.reject(new Error('closed')) });
  const leave = watch.subscribe(() => undefined);
  await vi.advanceTimersByTimeAsync(0);
  expect(watch.get()).toEqual([]);
  leave();
});
