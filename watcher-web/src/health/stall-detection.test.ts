/** Sequences of readings, and the verdict after the last one. */
import { expect, test } from 'vitest';
import { judgeFrames, noFrameHistory, type FrameVerdict } from './stall-detection.ts';

type Readings = readonly (readonly [seconds: number, frames: number, packets: number])[];

/** The last verdict, and the seconds at which a key frame was asked for. */
function judge(readings: Readings): { readonly verdict: FrameVerdict | undefined; readonly asked: readonly number[] } {
  let history = noFrameHistory;
  let verdict: FrameVerdict | undefined;
  const asked: number[] = [];
  for (const [seconds, frames, packets] of readings) {
    const judged = judgeFrames(history, { atMs: seconds * 1000, frames, packets });
    ({ verdict, history } = judged);
    if (judged.asksKeyFrame) asked.push(seconds);
  }
  return { verdict, asked };
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
  expect(judge(readings).verdict).toBe(verdict);
});

/** Ten readings a second. Packets stop at 0.5 s and come again at `healedAt`; no frame does. */
const outage = (healedAt: number, until: number): Readings =>
  Array.from({ length: until * 10 + 1 }, (_, index) => {
    const second = index / 10;
    return [second, 10, Math.round(50 * (Math.min(second, 0.5) + Math.max(0, second - healedAt)))] as const;
  });

const asks: readonly (readonly [string, Readings, readonly number[]])[] = [
  ['in the moment in which packets come again, and once a second from then on', outage(3, 5.5), [3.1, 4.1, 5.1]],
  ['after a short outage, too', outage(1.3, 2), [1.4]],
  ['not while nothing arrives', outage(9, 8), []],
  ['when the picture has stood for a while although packets come', noFrames(4, arriving), [1.5, 2.5, 3.5]],
  ['not where frames come with the packets', [...outage(3, 3), [3.1, 11, 40]], []],
];

test.each(asks)('asks for a key frame %s', (_when, readings, asked) => {
  expect(judge(readings).asked).toEqual(asked);
});
