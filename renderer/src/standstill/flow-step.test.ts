/** Readings of a stream ten times a second, and the repairs that they lead to. */
import { expect, test } from 'vitest';
import { newFlow, stepFlow, type FlowReading, type RepairLadder } from './flow-step.ts';

const ladder: RepairLadder<'first' | 'second' | 'last'> = [
  { afterMs: 1_500, repair: 'first' },
  { afterMs: 1_000, repair: 'second' },
  { afterMs: 2_500, repair: 'last' },
];

type At<T> = (second: number) => T;

interface Stream {
  readonly sent: At<number>;
  readonly source?: At<number | null>;
  readonly isExpected?: At<boolean>;
  /** Between two readings; a tenth of a second unless given. */
  readonly everyMs?: number;
  readonly seconds?: number;
}

function repairsOf({
  sent,
  source = (s) => s,
  isExpected = () => true,
  everyMs = 100,
  seconds = 10,
}: Stream): string[] {
  let state = newFlow(0);
  const repairs: string[] = [];
  for (let atMs = everyMs; atMs <= seconds * 1000; atMs += everyMs) {
    const second = atMs / 1000;
    const reading: FlowReading = {
      type: 'flow-read',
      atMs,
      isExpected: isExpected(second),
      source: source(second),
      sent: sent(second),
    };
    const [next, ...effects] = stepFlow(ladder)(state, reading);
    state = next;
    repairs.push(...effects.map(({ repair }) => `${repair} at ${second.toFixed(1)}`));
  }
  return repairs;
}

const stopsAfter =
  (until: number, from = Number.POSITIVE_INFINITY): At<number> =>
  (second) =>
    Math.min(second, until) + Math.max(0, second - from);

const rows: readonly (readonly [string, Stream, readonly string[]])[] = [
  ['a stream that goes on is left alone', { sent: (second) => second }, []],
  ['so is one with five frames a second', { sent: (second) => Math.floor(second * 5) }, []],
  [
    'each repair has its time, and the last is repeated, each time after twice as long',
    { sent: stopsAfter(1), seconds: 25 },
    ['first at 2.5', 'second at 3.5', 'last at 6.0', 'last at 11.0', 'last at 21.0'],
  ],
  ['a repair that helped is the only one', { sent: stopsAfter(1, 2.6) }, ['first at 2.5']],
  [
    'the next standstill begins with the first repair, and waits twice as long',
    { sent: (second) => (second < 1 ? second : second < 3.6 ? 1 : Math.min(second, 5)) },
    ['first at 2.5', 'second at 3.5', 'first at 8.0', 'second at 10.0'],
  ],
  [
    'after a calm minute it waits as long as at first',
    { sent: (second) => (second < 1 ? second : second < 3 ? 1 : Math.min(second, 70)), seconds: 72 },
    ['first at 2.5', 'first at 71.5'],
  ],
  ['one that never began is repaired as well', { sent: () => 0, seconds: 2 }, ['first at 1.5']],
  ['one that need not go on is not', { sent: stopsAfter(1), isExpected: () => false }, []],
  [
    'time counts from the moment from which it should go on',
    { sent: () => 7, isExpected: (s) => s >= 8 },
    ['first at 9.4'],
  ],
  ['a source that stands still is not its fault', { sent: stopsAfter(1), source: stopsAfter(1) }, []],
  [
    'a source that goes on again makes it one',
    { sent: stopsAfter(1), source: stopsAfter(1, 7) },
    ['first at 8.5', 'second at 9.5'],
  ],
  ['of a stream whose source is unknown, nothing can be said', { sent: stopsAfter(1), source: () => null }, []],
  [
    'a count that starts again is no progress',
    { sent: (second) => (second < 1 ? 50 : 3), seconds: 3 },
    ['first at 1.6', 'second at 2.6'],
  ],
  [
    'where readings are rare, one repair follows each',
    { sent: () => 7, everyMs: 5_000, seconds: 20 },
    ['first at 10.0', 'second at 15.0', 'last at 20.0'],
  ],
];

test.each(rows)('%s', (_title, stream, repairs) => {
  expect(repairsOf(stream)).toEqual(repairs);
});
