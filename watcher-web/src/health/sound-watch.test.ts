/** Readings of a link's sound, two seconds apart, and the seconds at which the link is replaced. */
import { LinkId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { judgeSound, noSoundHistory } from './sound-watch.ts';

const one = LinkId.parse('1'.repeat(22));
const other = LinkId.parse('2'.repeat(22));

interface Course {
  readonly sound: (second: number) => number;
  readonly others?: (second: number) => number;
  readonly link?: (second: number) => LinkId;
}

function replacedAt({ sound, others = (second) => second * 40, link = () => one }: Course): number[] {
  let history = noSoundHistory;
  const replaced: number[] = [];
  for (let second = 0; second <= 120; second += 2) {
    const reading = { atMs: second * 1000, soundPackets: sound(second), otherPackets: others(second) };
    const judged = judgeSound(history, link(second), reading);
    ({ history } = judged);
    if (judged.isStuck) replaced.push(second);
  }
  return replaced;
}

const rows: readonly (readonly [string, Course, readonly number[]])[] = [
  ['sound that flows', { sound: (second) => second * 50 }, []],
  ['sound that stops: at first soon, then less and less often', { sound: (s) => Math.min(s, 10) * 50 }, [16, 46, 106]],
  ['an outage of the whole path, which is not the sound’s fault', { sound: () => 500, others: () => 400 }, []],
  ['a link that never had sound', { sound: () => 0 }, []],
  [
    'sound that is back on the next link',
    { sound: (s) => (s < 17 ? Math.min(s, 10) * 50 : s), link: (s) => (s < 17 ? one : other) },
    [16],
  ],
];

test.each(rows)('%s', (_title, course, replaced) => {
  expect(replacedAt(course)).toEqual(replaced);
});
