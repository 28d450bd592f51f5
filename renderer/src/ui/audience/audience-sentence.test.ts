/** The sentence above the watchers, for each audience. */
import { expect, test } from 'vitest';
import { countVerdicts, type VerdictCounts } from '../../audience/verdict-counts.ts';
import { audienceSentence } from './audience-sentence.ts';

const none = countVerdicts([]);
const rows: readonly (readonly [string | null, Partial<VerdictCounts>])[] = [
  [null, {}],
  ['Your watcher is fine', { fine: 1 }],
  ['Your watcher is on a bad connection', { 'bad-line': 1 }],
  ['Your watcher is not reporting', { silent: 1 }],
  ['All 30 fine', { fine: 30 }],
  ['27 of 30 fine, 1 on a bad connection, 2 reconnecting', { fine: 27, 'bad-line': 1, reconnecting: 2 }],
  ['28 of 30 fine, 2 looking elsewhere', { fine: 28, hidden: 2 }],
  ['All 2 joining', { joining: 2 }],
  ['0 of 3 fine, 1 on a bad connection, 2 joining', { joining: 2, 'bad-line': 1 }],
  [
    '1 of 7 fine, 1 on a bad connection, 1 on a slow device, 1 reconnecting, 1 joining, 1 looking elsewhere, 1 not reporting',
    { fine: 1, 'bad-line': 1, 'slow-device': 1, reconnecting: 1, joining: 1, hidden: 1, silent: 1 },
  ],
];

test.each(rows)('%s', (sentence, counts) => {
  expect(audienceSentence({ ...none, ...counts })).toBe(sentence);
});
