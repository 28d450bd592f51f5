/** What counts as a double tap, and what does not. */
import { expect, test } from 'vitest';
import { Taps } from './taps.ts';

const here = { x: 100, y: 100 };
/** Down at the first moment, up at the second, at most a few pixels off. */
type Touch = readonly [downMs: number, upMs: number, x?: number, upX?: number];

function lastOf(touches: readonly Touch[]): boolean {
  const taps = new Taps();
  return (
    touches
      .map(([downMs, upMs, x = here.x, upX = x]) => {
        taps.down({ ...here, x }, downMs, 1);
        return taps.up({ ...here, x: upX }, upMs);
      })
      .at(-1) === true
  );
}

const rows: readonly (readonly [string, boolean, readonly Touch[]])[] = [
  [
    'two quick ones',
    true,
    [
      [0, 80],
      [200, 280],
    ],
  ],
  ['one', false, [[0, 80]]],
  [
    'two with a pause',
    false,
    [
      [0, 80],
      [500, 580],
    ],
  ],
  [
    'two in different places',
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
    'the third of three',
    false,
    [
      [0, 80],
      [200, 280],
      [400, 480],
    ],
  ],
  [
    'the fourth of four',
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

test('a pinch between two taps is no double tap', () => {
  const taps = new Taps();
  taps.down(here, 0, 1);
  expect(taps.up(here, 80)).toBe(false);
  taps.down(here, 150, 1);
  taps.down(here, 160, 2);
  expect(taps.up(here, 200)).toBe(false);
  taps.down(here, 260, 1);
  expect(taps.up(here, 300)).toBe(false);
});

test('a tap that meant something else is not the first of two', () => {
  const taps = new Taps();
  taps.down(here, 0, 1);
  taps.up(here, 80);
  taps.forget();
  taps.down(here, 200, 1);
  expect(taps.up(here, 280)).toBe(false);
});
