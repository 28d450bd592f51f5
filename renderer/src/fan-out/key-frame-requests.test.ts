/** Requests for key frames are heard less often the more of them come. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeyFrameRequests } from './key-frame-requests.ts';

/** When requests are heard, of five a second through that time. */
const acceptedOf = (requests: KeyFrameRequests, fromMs: number, toMs: number): number[] =>
  Array.from({ length: (toMs - fromMs) / 200 }, (_, index) => fromMs + index * 200).filter((atMs) =>
    requests.accepts(atMs),
  );

test('a link that goes on asking is heard half as often', () => {
  expect(acceptedOf(new KeyFrameRequests(), 0, 8_000)).toEqual([0, 1_000, 3_000, 5_000, 7_000]);
});

test('one that asks now and then is heard at once', () => {
  const requests = new KeyFrameRequests();
  for (const atMs of [0, 5_000, 9_000, 30_000]) expect(acceptedOf(requests, atMs, atMs + 600)).toEqual([atMs]);
});

test('after a quiet while all is forgotten', () => {
  const requests = new KeyFrameRequests();
  acceptedOf(requests, 0, 40_000);
  expect(acceptedOf(requests, 60_000, 63_000)).toEqual([60_000, 61_000]);
});

describe('a request that may wait', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is heard at once, and the next one in its time', async () => {
    const requests = new KeyFrameRequests();
    const heardAfterMs: number[] = [];
    const startMs = performance.now();
    const ask = (): void => requests.whenAccepted(() => heardAfterMs.push(Math.round(performance.now() - startMs)));
    // As often as a watcher could, that pretends to lose its path.
    for (let asked = 0; asked < 45; asked += 1) {
      ask();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(heardAfterMs).toEqual([0, 1_000, 3_000]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heardAfterMs).toEqual([0, 1_000, 3_000, 5_000]);
  });

  test('is not heard once it is cancelled', async () => {
    const requests = new KeyFrameRequests();
    let heard = 0;
    for (let asked = 0; asked < 2; asked += 1) requests.whenAccepted(() => (heard += 1));
    requests.cancel();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard).toBe(1);
  });
});
