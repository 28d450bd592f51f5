/** The gaps that `bench -- recover` prints, from the times of frames. */
import { expect, test } from 'vitest';
import { gapBeyond, longestGapMs } from '../support/measure/recover/frame-times.ts';

/** A frame every 40 ms from 0 to 10 s, except within the gaps. */
const framesWithout = (...gaps: readonly (readonly [fromMs: number, toMs: number])[]): number[] =>
  Array.from({ length: 251 }, (_, frame) => frame * 40).filter((atMs) =>
    gaps.every(([fromMs, toMs]) => atMs <= fromMs || atMs >= toMs),
  );

test.each([
  ['without a gap it is the time between two frames', framesWithout(), { fromMs: 1_000, toMs: 9_000 }, 40],
  ['the longest of several', framesWithout([2_000, 2_400], [5_000, 6_200]), { fromMs: 1_000, toMs: 9_000 }, 1_200],
  ['one that began before counts from the begin', framesWithout([2_000, 5_000]), { fromMs: 4_000, toMs: 9_000 }, 1_000],
  ['one that has not ended counts so far', framesWithout([7_000, 10_001]), { fromMs: 1_000, toMs: 9_500 }, 2_500],
  ['without any frame it is the whole span', [], { fromMs: 1_000, toMs: 9_000 }, 8_000],
])('%s', (_title, times, span, expected) => {
  expect(longestGapMs(times, span)).toBe(expected);
});

test('what the control has as well does not count, and up to 150 ms counts as 0', () => {
  const span = { fromMs: 0, toMs: 9_000 };
  const control = framesWithout([4_000, 4_400]);
  expect(gapBeyond(control, framesWithout([2_000, 4_000]), span)).toBe(1_600);
  expect(gapBeyond(control, framesWithout([2_000, 2_520]), span)).toBe(0);
  expect(gapBeyond(control, framesWithout(), span)).toBe(0);
});
