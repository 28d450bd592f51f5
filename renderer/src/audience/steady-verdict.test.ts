/** Hysteresis as tables: verdicts second by second, and what is shown. */
import { expect, test } from 'vitest';
import { settle, type SteadyVerdict } from './steady-verdict.ts';
import type { Verdict } from './verdict.ts';

const letters: Readonly<Record<string, Verdict>> = {
  f: 'fine',
  b: 'bad-line',
  s: 'slow-device',
  h: 'hidden',
  j: 'joining',
  r: 'reconnecting',
  q: 'silent',
};
const initials = Object.fromEntries(Object.entries(letters).map(([letter, verdict]) => [verdict, letter]));

function shown(read: string): string {
  let steady: SteadyVerdict | null = null;
  return read
    .split('')
    .map((letter, second) => {
      steady = settle(steady, letters[letter] ?? 'silent', second * 1_000);
      return initials[steady.verdict];
    })
    .join('');
}

const rows: readonly (readonly [string, read: string, shown: string])[] = [
  ['one bad report changes nothing', 'ffbbfff', 'fffffff'],
  ['a line that stays bad is called so after four seconds', 'fbbbbbb', 'fffffbb'],
  ['a bad line is believed to be fine after eight seconds', 'fbbbbbffffffffff', 'fffffbbbbbbbbbff'],
  ['ups and downs stay what they were', 'fbbbbbffffbffffbfff', 'fffffbbbbbbbbbbbbbb'],
  ['what the link says counts at once', 'jffrrf', 'jffrrf'],
  ['a newcomer is fine until it has shown otherwise', 'jbbbbb', 'jffffb'],
  ['hidden at once, and back at once', 'fhhf', 'fhhf'],
  ['a doubt does not outlive a break', 'fbbbrbbbb', 'ffffrffff'],
  ['from one trouble to the other', 'fbbbbbsssss', 'fffffbbbbbs'],
];

test.each(rows)('%s', (_title, read, expected) => {
  expect(shown(read)).toBe(expected);
});
