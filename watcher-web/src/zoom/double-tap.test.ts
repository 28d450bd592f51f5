/** Sequences of touches, and whether the last one ends a double tap. */
import { expect, test } from 'vitest';
import { DoubleTap } from './double-tap.ts';

const here = { x: 100, y: 100 };
/** Down at the first time, up at the second; `x` and `upX` where they differ. */
type Touch = readonly [downMs: number, upMs: number, x?: number, upX?: number];

function lastOf(touches: readonly Touch[]): boolean {
  const doubleTap = new DoubleTap();
  return (
    touches
      .map(([downMs, upMs, x = here.x, upX = x]) => {
        doubleTap.down({ ...here, x }, downMs, 1);
        return doubleTap.up({ ...here, x: upX }, upMs);
      })
      .at(-1) === true
  );
}

const rows: readonly (readonly [string, boolean, readonly Touch[]])[] = [
  [
    'two quick taps',
    true,
    [
      [0, 80],
      [200, 280],
    ],
  ],
  ['one tap', false, [[0, 80]]],
  [
    'two taps with a pause',
    false,
    [
      [0, 80],
      [500, 580],
    ],
  ],
  [
    'two taps in different places',
    false,
    [
      [0, 80],
      [200, 280, 300],
    ],
  ],
  [
    'a long press after a tap',
    false,
    [
      [0, 80],
      [200, 900],
    ],
  ],
  [
    'a swipe after a tap',
    false,
    [
      [0, 80],
      [200, 280, 100, 160],
    ],
  ],
  [
    'the third of three taps',
    false,
    [
      [0, 80],
      [200, 280],
      [400, 480],
    ],
  ],
  [
    'the fourth of four taps',
    true,
    [
      [0, 80],
      [200, 280],
      [400, 480],
      [600, 680],
    ],
  ],
];
test.each(rows)('%s: %s', (_title, expected, touches) => {
  expect(lastOf(touches)).toBe(expected);
});

test('two taps with a pinch between them are no double tap', () => {
  const doubleTap = new DoubleTap();
  doubleTap.down(here, 0, 1);
  expect(doubleTap.up(here, 80)).toBe(false);
  doubleTap.down(here, 150, 1);
  doubleTap.down(here, 160, 2);
  expect(doubleTap.up(here, 200)).toBe(false);
  doubleTap.down(here, 260, 1);
  expect(doubleTap.up(here, 300)).toBe(false);
});

test('after a reset a tap is the first of two', () => {
  const doubleTap = new DoubleTap();
  doubleTap.down(here, 0, 1);
  doubleTap.up(here, 80);
  doubleTap.reset();
  doubleTap.down(here, 200, 1);
  expect(doubleTap.up(here, 280)).toBe(false);
});
