/** Readings of a link, two seconds apart, and after which of them it is replaced. */
import { describe, expect, test } from 'vitest';
import { LinkId } from '@lectern/protocol';
import { judgeDelay, noDelayHistory, type DelayHistory } from './delay-watch.ts';
import { noReception, type Reception } from './reception.ts';

const LATE_REPORTS = 4;
const one = LinkId.parse('1'.repeat(22));
const other = LinkId.parse('2'.repeat(22));

interface Wait {
  readonly ms: number;
  readonly neededMs?: number;
  readonly soundNeededMs?: number;
}

interface Judged {
  readonly replacedAfter: readonly number[];
  readonly history: DelayHistory;
}

function judgeAll(waits: readonly Wait[], from: DelayHistory = noDelayHistory, linkId = one): Judged {
  let reading: Reception = { ...noReception(from.last?.atMs ?? 100_000) };
  let { history } = judgeDelay(from, linkId, reading, LATE_REPORTS);
  const replacedAfter = waits.flatMap(({ ms, neededMs = 10, soundNeededMs = 40 }, index) => {
    const add = (total: Reception['picture'], each: number, needed: number) => ({
      seconds: total.seconds + (60 * each) / 1000,
      neededSeconds: total.neededSeconds + (60 * needed) / 1000,
      count: total.count + 60,
    });
    reading = {
      ...reading,
      atMs: reading.atMs + 2_000,
      picture: add(reading.picture, ms, neededMs),
      sound: add(reading.sound, soundNeededMs, soundNeededMs),
    };
    const judged = judgeDelay(history, linkId, reading, LATE_REPORTS);
    history = judged.history;
    return judged.verdict === 'replace-link' ? [index] : [];
  });
  return { replacedAfter, history };
}

const times = (count: number, ...waits: readonly Wait[]): Wait[] => Array.from({ length: count }, () => waits).flat();
const late = { ms: 600 };

describe('a link is replaced', () => {
  const rows: readonly (readonly [string, readonly Wait[], readonly number[]])[] = [
    ['never while frames are punctual', times(50, { ms: 12 }), []],
    ['after several late readings', times(6, late), [3]],
    ['not for a burst that passes', [...times(3, late), ...times(40, { ms: 20 })], []],
    ['when most readings are late', times(10, late, late, { ms: 150 }), [7]],
    ['not when the network requires the delay', times(50, { ms: 600, neededMs: 550 }), []],
    ['not when the sound requires the delay', times(50, { ms: 300, soundNeededMs: 250 }), []],
  ];
  test.each(rows)('%s', (_title, waits, expected) => {
    expect(judgeAll(waits).replacedAfter.slice(0, 1)).toEqual(expected);
  });
});

test('the back-off doubles while replacing does not help, and resets after a calm time', () => {
  const { replacedAfter, history } = judgeAll(times(600, late));
  const gaps = replacedAfter.slice(1).map((at, index) => (at - (replacedAfter[index] ?? 0)) * 2);
  expect(gaps).toEqual([30, 60, 120, 240, 480]);
  const calm = judgeAll(times(1_000, { ms: 12 }), history);
  expect(judgeAll(times(6, late), calm.history).replacedAfter).toEqual([3]);
  expect(judgeAll(times(6, late), calm.history).history.backoffMs).toBe(30_000);
});

test('another link starts with a clean record', () => {
  const { history } = judgeAll(times(3, late));
  expect(history.late).toBe(3);
  expect(judgeAll(times(3, late), history, other).replacedAfter).toEqual([]);
});
