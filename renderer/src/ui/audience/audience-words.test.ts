import { expect, test } from 'vitest';
import { wellReport } from '../../audience/examples.ts';
import { rateWords, removalWords, reportWords } from './audience-words.ts';

test('a report in words', () => {
  expect(reportWords(wellReport)).toEqual({
    picture: '1280 × 720',
    fps: '30',
    delay: '0.09 s',
    route: 'Direct',
    sound: '',
  });
  expect(reportWords({ ...wellReport, delayMs: 1_240, route: 'turn', sound: 'muted' })).toMatchObject({
    delay: '1.2 s',
    route: 'By TURN',
    sound: 'muted',
  });
});

test.each([
  ['no report', null],
  ['no picture and no delay', { ...wellReport, width: 0, height: 0, fps: 0, delayMs: null }],
])('dashes for %s', (_what, report) => {
  expect(reportWords(report)).toMatchObject({ picture: '–', fps: '–', delay: '–' });
});

test.each([
  [null, 'Measuring…'],
  [118, '120 kbit/s'],
  [1_812, '1.8 Mbit/s'],
])('%s kbit/s is %s', (kbps, words) => {
  expect(rateWords(kbps)).toBe(words);
});

test('a removal says what it could not do', () => {
  expect(removalWords('Watcher 7', 'kept-out')).toBe('Watcher 7 is out of the room.');
  expect(removalWords('Watcher 7', 'cut-off')).toContain('too old');
  expect(removalWords('Watcher 7', 'later')).toContain('as soon as it answers');
});
