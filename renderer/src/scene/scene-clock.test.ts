/** Capture times on one clock, from sources that are late, restart or run slow. */
import { expect, test } from 'vitest';
import { SceneTimeline, SourceClock } from './scene-clock.ts';

test('the intervals between captures are kept although some pictures arrive late', () => {
  const clock = new SourceClock();
  const start = clock.toSceneTime(1_000_000, 50_000_000);
  expect(start).toBe(50_000_000);
  // 12 ms late: the timestamp is the capture time, except for a little drift.
  expect(clock.toSceneTime(1_033_333, 50_045_333) - start).toBeCloseTo(33_333, -2);
  expect(clock.toSceneTime(1_066_666, 50_066_666) - start).toBeCloseTo(66_666, -2);
});

test('no timestamp is later than now', () => {
  const clock = new SourceClock();
  for (let i = 0; i < 100; i += 1) {
    const nowUs = 9_000_000 + i * 33_333 + (i % 5) * 4_000;
    expect(clock.toSceneTime(i * 33_333, nowUs)).toBeLessThanOrEqual(nowUs);
  }
});

test('a source clock that restarts gets a new offset', () => {
  const clock = new SourceClock();
  clock.toSceneTime(80_000_000, 10_000_000);
  expect(clock.toSceneTime(0, 11_000_000)).toBe(11_000_000);
});

test('a slower clock is corrected', () => {
  const clock = new SourceClock();
  let atUs = 0;
  for (let i = 0; i < 36_000; i += 1) atUs = clock.toSceneTime(i * 33_333 * 0.9999, i * 33_333);
  // Without correction this source would be 120 ms behind after twenty minutes.
  expect(36_000 * 33_333 - atUs).toBeLessThan(40_000);
});

test('each timestamp is later than the one before', () => {
  const timeline = new SceneTimeline();
  expect(timeline.stamp(5_000.4)).toBe(5_000);
  expect(timeline.stamp(4_000)).toBe(6_000);
  expect(timeline.stamp(40_000)).toBe(40_000);
});
