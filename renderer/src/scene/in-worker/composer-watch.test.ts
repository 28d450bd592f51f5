/** When a compositor is renewed, under a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ComposerWatch } from './composer-watch.ts';

let isTrackLive: boolean;
let renewedAtS: number[];
let startedAtMs: number;
let watch: ComposerWatch;

beforeEach(() => {
  vi.useFakeTimers();
  isTrackLive = true;
  renewedAtS = [];
  startedAtMs = performance.now();
  watch = new ComposerWatch({
    isTrackLive: () => isTrackLive,
    renew: () => renewedAtS.push((performance.now() - startedAtMs) / 1000),
  });
});
afterEach(() => {
  watch.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

async function pass(seconds: number, does: 'report' | 'stand-still' = 'report'): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    if (does === 'report') watch.noteReport();
    await vi.advanceTimersByTimeAsync(1_000);
  }
}

test('one that reports is left alone', async () => {
  await pass(60);
  expect(renewedAtS).toEqual([]);
});

test('one that reports nothing is renewed, and again later if that was in vain', async () => {
  await pass(5);
  await pass(50, 'stand-still');
  expect(renewedAtS).toEqual([11, 21, 41]);
});

test('one whose track has ended is renewed, although it reports', async () => {
  await pass(5);
  isTrackLive = false;
  await pass(7);
  expect(renewedAtS).toEqual([11]);
  isTrackLive = true;
  await pass(30);
  expect(renewedAtS).toHaveLength(1);
});

test('time in which the page or the machine stood still is no fault of it', async () => {
  await pass(5);
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  await pass(30);
  expect(renewedAtS).toEqual([]);
});
