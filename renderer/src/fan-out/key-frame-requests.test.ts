import { expect, test } from 'vitest';
import { KeyFrameRequests } from './key-frame-requests.ts';

/** When it is heard, of requests five times a second through that time. */
const heardOf = (requests: KeyFrameRequests, fromMs: number, toMs: number): number[] =>
  Array.from({ length: (toMs - fromMs) / 200 }, (_, index) => fromMs + index * 200).filter((atMs) =>
    requests.isHeard(atMs),
  );

test('a link that goes on asking is heard half as often', () => {
  expect(heardOf(new KeyFrameRequests(), 0, 8_000)).toEqual([0, 1_000, 3_000, 5_000, 7_000]);
});

test('one that asks now and then is heard at once', () => {
  const requests = new KeyFrameRequests();
  for (const atMs of [0, 5_000, 9_000, 30_000]) expect(heardOf(requests, atMs, atMs + 600)).toEqual([atMs]);
});

test('after a quiet while all is forgotten', () => {
  const requests = new KeyFrameRequests();
  heardOf(requests, 0, 40_000);
  expect(heardOf(requests, 60_000, 63_000)).toEqual([60_000, 61_000]);
});

test('says how long a request must wait', () => {
  const requests = new KeyFrameRequests();
  expect(requests.dueInMs(0)).toBe(0);
  requests.isHeard(0);
  expect(requests.dueInMs(300)).toBe(700);
  requests.isHeard(1_000);
  expect(requests.dueInMs(1_300)).toBe(1_700);
});
