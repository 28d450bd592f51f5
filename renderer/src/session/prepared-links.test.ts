/** When links are prepared, with a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PreparedLinks } from './prepared-links.ts';

let isWanted: boolean;
let refuses: boolean;
let there: number;
let asked: number;
let links: PreparedLinks;

beforeEach(() => {
  vi.useFakeTimers();
  isWanted = true;
  refuses = false;
  there = 0;
  asked = 0;
  links = new PreparedLinks({
    isWanted: () => isWanted,
    count: () => there,
    prepare: async () => {
      asked += 1;
      if (refuses) throw new Error('too-many');
      there += 1;
    },
  });
});
afterEach(() => {
  links.close();
  vi.useRealTimers();
});

test('there are two, and one that is being made counts', async () => {
  links.topUp();
  links.topUp();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([there, asked]).toEqual([2, 2]);
  there -= 1;
  links.topUp();
  expect(asked).toBe(3);
});

test('one that failed is replaced after a pause', async () => {
  there = 1;
  links.topUpLater();
  links.topUpLater();
  await vi.advanceTimersByTimeAsync(4_999);
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([there, asked]).toEqual([2, 1]);
});

test('a service that refuses is asked again, but not at once', async () => {
  refuses = true;
  links.topUp();
  await vi.advanceTimersByTimeAsync(4_999);
  expect(asked).toBe(2);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(asked).toBe(8);
  refuses = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([there, asked]).toEqual([2, 10]);
});

test('none are made while no watcher can come', async () => {
  isWanted = false;
  links.topUp();
  links.topUpLater();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
});
