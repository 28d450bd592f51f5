/** Sequences of readings, and the verdict after the last one. */
import { expect, test } from 'vitest';
import { judgeFrames, type FrameReading, type FrameVerdict } from './stall-detection.ts';

type Readings = readonly (readonly [seconds: number, frames: number, packets: number])[];

function verdictOn(readings: Readings): FrameVerdict | undefined {
  let kept: readonly FrameReading[] = [];
  let verdict: FrameVerdict | undefined;
  for (const [seconds, frames, packets] of readings) {
    ({ verdict, kept } = judgeFrames(kept, { atMs: seconds * 1000, frames, packets }));
  }
  return verdict;
}

/** Readings every half second for `seconds`, with no frame after the first. */
const noFrames = (seconds: number, packetsAt: (second: number) => number): Readings =>
  Array.from({ length: seconds * 2 + 1 }, (_, index) => [index / 2, 10, packetsAt(index / 2)] as const);
const arriving = (second: number): number => second * 50;
const broken = (second: number): number => Math.min(second * 50, 10);

const rows: readonly (readonly [FrameVerdict, string, Readings])[] = [
  ['unknown', 'one reading', [[0, 10, 10]]],
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
    'a counter that was reset',
    [
      [0, 10, 10],
      [1, 2, 20],
    ],
  ],
  ['unknown', 'one second', noFrames(1, arriving)],
  ['stalled', 'two seconds', noFrames(2, arriving)],
  ['stalled', 'four seconds', noFrames(4, arriving)],
  ['stuck', 'five seconds', noFrames(5, arriving)],
  ['stuck', 'twenty seconds', noFrames(20, arriving)],
  ['stuck', 'a path with ICE checks only', noFrames(6, (second) => Math.floor(second / 2.5))],
  ['stalled', 'a broken path, however long', noFrames(20, broken)],
  ['moving', 'a frame after a stall', [...noFrames(9, arriving), [9.5, 11, 500]]],
  ['unknown', 'a page that was frozen in between', [...noFrames(1, arriving), [30, 10, 60]]],
];

test.each(rows)('%s: %s', (verdict, _what, readings) => {
  expect(verdictOn(readings)).toBe(verdict);
});
