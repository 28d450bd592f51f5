/** A link's readings, two seconds apart, and when a fresh link is asked for. */
import { describe, expect, test } from 'vitest';
import { LinkId } from '@lectern/protocol';
import { noReception, type Reception } from '../report/reception.ts';
import { noCreep, step, type Creep } from './creep.ts';

const PATIENCE = 4;
const [one, other] = ['1', '2'].map((digit) => LinkId.parse(digit.repeat(22)));
if (!one || !other) throw new Error('no links');

interface Wait {
  readonly ms: number;
  readonly neededMs?: number;
  readonly soundNeededMs?: number;
}

/** Follows the waits of a link and says after which readings it was to be renewed. */
function follow(waits: readonly Wait[], from: Creep = noCreep, linkId = one): { renewedAt: number[]; creep: Creep } {
  const startMs = from.before?.atMs ?? 100_000;
  let reading: Reception = { ...noReception(startMs) };
  let [creep] = step(from, linkId ?? LinkId.parse(''), reading, PATIENCE);
  const renewedAt = waits.flatMap(({ ms, neededMs = 10, soundNeededMs = 40 }, index) => {
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
    const [after, wish] = step(creep, linkId ?? LinkId.parse(''), reading, PATIENCE);
    creep = after;
    return wish ? [index] : [];
  });
  return { renewedAt, creep };
}

const times = (count: number, ...waits: readonly Wait[]): Wait[] => Array.from({ length: count }, () => waits).flat();
const crept = { ms: 600 };

describe('a fresh link is asked for', () => {
  const rows: readonly (readonly [string, readonly Wait[], readonly number[]])[] = [
    ['not while all is well', times(50, { ms: 12 }), []],
    ['after a while of waiting for nothing', times(6, crept), [3]],
    ['not for a burst that goes by itself', [...times(3, crept), ...times(40, { ms: 20 })], []],
    ['also where it falls behind again and again', times(10, crept, crept, { ms: 150 }), [7]],
    ['not where the network asks for it', times(50, { ms: 600, neededMs: 550 }), []],
    ['not where the picture waits for a sound that needs it', times(50, { ms: 300, soundNeededMs: 250 }), []],
  ];
  test.each(rows)('%s', (_title, waits, expected) => {
    expect(follow(waits).renewedAt.slice(0, 1)).toEqual(expected);
  });
});

test('where it does not help, each next one comes later; after calm, soon again', () => {
  const { renewedAt, creep } = follow(times(600, crept));
  const gaps = renewedAt.slice(1).map((at, index) => (at - (renewedAt[index] ?? 0)) * 2);
  expect(gaps).toEqual([30, 60, 120, 240, 480]);
  const calm = follow(times(1_000, { ms: 12 }), creep);
  expect(follow(times(6, crept), calm.creep).renewedAt).toEqual([3]);
  expect(follow(times(6, crept), calm.creep).creep.pauseMs).toBe(30_000);
});

test('another link begins anew', () => {
  const { creep } = follow(times(3, crept));
  expect(creep.late).toBe(3);
  expect(follow(times(3, crept), creep, other).renewedAt).toEqual([]);
});
