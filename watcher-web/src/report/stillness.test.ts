/** What readings, one after the other, say about a picture. */
import { expect, test } from 'vitest';
import { stillness, type FrameReading, type Stillness } from './stillness.ts';

type Readings = readonly (readonly [seconds: number, frames: number, packets: number])[];

/** The verdict after the last of the readings. */
function verdictOn(readings: Readings): Stillness | undefined {
  let kept: readonly FrameReading[] = [];
  let verdict: Stillness | undefined;
  for (const [seconds, frames, packets] of readings) {
    ({ verdict, kept } = stillness(kept, { atMs: seconds * 1000, frames, packets }));
  }
  return verdict;
}

/** Readings every half second for `seconds`, beginning with a frame. */
const still = (seconds: number, packetsAt: (second: number) => number): Readings =>
  Array.from({ length: seconds * 2 + 1 }, (_, index) => [index / 2, 10, packetsAt(index / 2)] as const);
const flowing = (second: number): number => second * 50;
const brokenAtOnce = (second: number): number => Math.min(second * 50, 10);

const rows: readonly (readonly [Stillness, string, Readings])[] = [
  ['unknown', 'one look', [[0, 10, 10]]],
  [
    'moving',
    'a frame since',
    [
      [0, 10, 10],
      [1, 11, 20],
    ],
  ],
  [
    'moving',
    'a counter that begins anew',
    [
      [0, 10, 10],
      [1, 2, 20],
    ],
  ],
  ['unknown', 'one second', still(1, flowing)],
  ['stalled', 'two seconds', still(2, flowing)],
  ['stalled', 'four seconds', still(4, flowing)],
  ['stuck', 'five seconds', still(5, flowing)],
  ['stuck', 'twenty seconds', still(20, flowing)],
  ['stuck', 'a path that is only checked', still(6, (second) => Math.floor(second / 2.5))],
  ['stalled', 'a path that is broken, however long', still(20, brokenAtOnce)],
  ['moving', 'frames again', [...still(9, flowing), [9.5, 11, 500]]],
  ['unknown', 'a page that was frozen meanwhile', [...still(1, flowing), [30, 10, 60]]],
];

test.each(rows)('%s: %s', (verdict, _what, readings) => {
  expect(verdictOn(readings)).toBe(verdict);
});
