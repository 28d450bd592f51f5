/** What an uplink is remembered to have carried. */
import { expect, it } from 'vitest';
import { afterCarrying, nothingCarried, shownKbps, type Carried } from './carried.ts';
import { CARRIED_AFTER_MS } from './policy.ts';

const carriedBy = (steps: readonly (readonly [costKbps: number, isCongested: boolean, atMs: number])[]): Carried =>
  steps.reduce(
    (carried, [costKbps, isCongested, atMs]) => afterCarrying(carried, costKbps, isCongested, atMs),
    nothingCarried,
  );

it('what was carried for long enough is remembered, also once less is sent', () => {
  const carried = carriedBy([
    [5_000, false, 0],
    [5_000, false, CARRIED_AFTER_MS],
    [2_000, false, CARRIED_AFTER_MS + 250],
  ]);
  expect(carried.kbps).toBe(5_000);
  expect(shownKbps(carried, CARRIED_AFTER_MS + 250)).toBe(2_000);
});

it('only the least of that time counts, and nothing of a time with congestion', () => {
  expect(
    carriedBy([
      [5_000, false, 0],
      [3_000, false, 1_000],
      [5_000, false, 2_000],
      [5_000, false, CARRIED_AFTER_MS],
    ]).kbps,
  ).toBe(0);
  expect(
    carriedBy([
      [5_000, false, 0],
      [3_000, false, 1_000],
      [3_000, false, CARRIED_AFTER_MS],
    ]).kbps,
  ).toBe(3_000);
  expect(
    carriedBy([
      [5_000, false, 0],
      [5_000, true, 1_000],
      [5_000, false, CARRIED_AFTER_MS],
    ]).kbps,
  ).toBe(0);
});
