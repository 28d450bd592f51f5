/** Signs of life of a path, as a table: when the picture is held, and when it goes on. */
import { expect, test } from 'vitest';
import { newPath, stepPath, type PathEvent } from './path-step.ts';

/** `read`: the packets counted by then, and the checks · `message`: the watcher has sent one. */
type Sign = readonly [
  atMs: number,
  what: 'message' | { readonly read: number; readonly checks?: number; readonly path?: string },
];

const checksOf = ({ checks = 0, path = 'first' }: { readonly checks?: number; readonly path?: string }) => ({
  path,
  count: checks,
});

function effectsOf(signs: readonly Sign[]): string[] {
  let state = newPath(0);
  const performed: string[] = [];
  for (const [atMs, what] of signs) {
    const event: PathEvent =
      what === 'message'
        ? { type: 'message-received', atMs }
        : { type: 'statistics-read', received: what.read, checks: checksOf(what), atMs };
    const [next, ...effects] = stepPath(state, event);
    state = next;
    performed.push(...effects.map(({ type }) => `${type} at ${String(atMs)}`));
  }
  return performed;
}

const flowing = (fromMs: number, toMs: number): Sign[] =>
  Array.from({ length: (toMs - fromMs) / 100 }, (_, index) => [fromMs + index * 100, { read: fromMs + index }]);
const silent = (fromMs: number, toMs: number): Sign[] => flowing(fromMs, toMs).map(([atMs]) => [atMs, { read: -1 }]);

const rows: readonly (readonly [string, readonly Sign[], readonly string[]])[] = [
  ['leaves a path alone on which packets come', flowing(0, 5_000), []],
  [
    'leaves a short gap to retransmission',
    [...flowing(0, 1_000), ...silent(1_000, 1_800), ...flowing(1_800, 3_000)],
    [],
  ],
  [
    'holds the picture once nothing has come for a while, and goes on with the first packet',
    [...flowing(0, 1_000), ...silent(1_000, 6_000), ...flowing(6_000, 7_000)],
    ['hold-picture at 1800', 'resume-picture at 6000'],
  ],
  [
    'goes on with the first check on the path in use',
    [...flowing(0, 1_000), ...silent(1_000, 3_000), [3_050, { read: -1, checks: 1 }], ...flowing(3_100, 4_000)],
    ['hold-picture at 1800', 'resume-picture at 3050'],
  ],
  [
    'does not take another choice of path for one that works',
    [
      ...flowing(0, 1_000),
      ...silent(1_000, 3_000),
      [3_050, { read: -1, checks: 4, path: 'second' }],
      ...silent(3_100, 4_000),
    ],
    ['hold-picture at 1800'],
  ],
  [
    'does not take checks alone for a path that works',
    [...flowing(0, 1_000), ...silent(1_000, 2_000).map(([atMs]): Sign => [atMs, { read: -1, checks: atMs }])],
    ['hold-picture at 1800', 'resume-picture at 1900'],
  ],
  [
    'goes on with the first message',
    [...flowing(0, 1_000), ...silent(1_000, 3_000), [3_050, 'message'], ...flowing(3_100, 4_000)],
    ['hold-picture at 1800', 'resume-picture at 3050'],
  ],
  [
    'takes messages for signs of life where readings are rare',
    [
      [0, { read: 1 }],
      [2_000, 'message'],
      [2_500, { read: 1 }],
      [4_000, 'message'],
      [4_100, { read: 2 }],
    ],
    [],
  ],
  [
    'holds it again in the next outage',
    [...silent(0, 2_000), ...flowing(2_000, 3_000), ...silent(3_000, 5_000)],
    ['hold-picture at 800', 'resume-picture at 2000', 'hold-picture at 3800'],
  ],
];

test.each(rows)('%s', (_title, signs, effects) => {
  expect(effectsOf(signs)).toEqual(effects);
});
