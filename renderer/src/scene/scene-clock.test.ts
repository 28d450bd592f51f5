import { expect, test } from 'vitest';
import { SceneTimeline, SourceClock } from './scene-clock.ts';

test('captures keep their distances, whatever late arrival they had', () => {
  const clock = new SourceClock();
  const start = clock.place(1_000_000, 50_000_000);
  expect(start).toBe(50_000_000);
  // 12 ms late: dated as it was captured, but for a grain of drift.
  expect(clock.place(1_033_333, 50_045_333) - start).toBeCloseTo(33_333, -2);
  expect(clock.place(1_066_666, 50_066_666) - start).toBeCloseTo(66_666, -2);
});

test('nothing is dated later than now', () => {
  const clock = new SourceClock();
  for (let i = 0; i < 100; i += 1) {
    const nowUs = 9_000_000 + i * 33_333 + (i % 5) * 4_000;
    expect(clock.place(i * 33_333, nowUs)).toBeLessThanOrEqual(nowUs);
  }
});

test('a source that begins anew is placed anew', () => {
  const clock = new SourceClock();
  clock.place(80_000_000, 10_000_000);
  expect(clock.place(0, 11_000_000)).toBe(11_000_000);
});

test('a clock that runs slower is followed', () => {
  const clock = new SourceClock();
  let atUs = 0;
  for (let i = 0; i < 36_000; i += 1) atUs = clock.place(i * 33_333 * 0.9999, i * 33_333);
  // After twenty minutes such a source would be 120 ms behind.
  expect(36_000 * 33_333 - atUs).toBeLessThan(40_000);
});

test('what goes out is always later than what went before', () => {
  const timeline = new SceneTimeline();
  expect(timeline.stamp(5_000.4)).toBe(5_000);
  expect(timeline.stamp(4_000)).toBe(6_000);
  expect(timeline.stamp(40_000)).toBe(40_000);
});
