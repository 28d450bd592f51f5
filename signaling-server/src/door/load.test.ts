/** Who is refused first under load. */
import { arrivals } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { Load } from './load.ts';

const refusedAt = (behindMs: number, heap: number) => {
  const load = new Load(defaultPolicy.door.load, { behindMs }, () => heap);
  return arrivals.filter((arrival) => load.refuses(arrival));
};

test('the more load, the more are refused, always in the same order', () => {
  expect(refusedAt(0, 0)).toEqual([]);
  expect(refusedAt(250, 0)).toEqual(['new-watcher']);
  expect(refusedAt(0, 0.82)).toEqual(['new-watcher']);
  expect(refusedAt(350, 0)).toEqual(['new-watcher', 'new-presenter']);
  expect(refusedAt(0, 0.92)).toEqual(['new-watcher', 'new-presenter', 'returning-watcher']);
  expect(refusedAt(1_500, 0)).toEqual(arrivals);
  for (let step = 0; step <= 20; step += 1) {
    for (const refused of [refusedAt(step * 100, 0), refusedAt(0, step / 20)]) {
      expect(refused).toEqual(arrivals.slice(0, refused.length));
    }
  }
});

test('each client that is refused unread would be refused with an answer before', () => {
  for (const behindMs of [250, 450, 650, 850, 1_500, 2_500]) {
    const load = new Load(defaultPolicy.door.load, { behindMs }, () => 0);
    const unread = arrivals.filter((arrival) => load.refusesUnread(arrival));
    expect(unread).toEqual(arrivals.slice(0, unread.length));
    expect(unread.filter((arrival) => !load.refuses(arrival))).toEqual([]);
    expect(load.refuses('new-watcher')).toBe(true);
    expect(load.refusesUnread('new-watcher')).toBe(behindMs > 400);
  }
});
