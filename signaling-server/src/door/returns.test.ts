/** How the returns of few and of many clients are spread over time. */
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { Returns } from './returns.ts';

const policy = defaultPolicy.returns;
const { perSecond, shortestWaitMs, longestMs } = policy;

function returnsAt(clients: { presenter: number; watcher: number }) {
  const clock = { ms: 0 };
  const returns = new Returns(
    policy,
    () => clients,
    () => clock.ms,
    () => 0.5,
  );
  return { clients, clock, returns };
}

test('a few clients return at once, many within the time in which they are let in, and none later than the bound', () => {
  const { clients, returns } = returnsAt({ presenter: 1, watcher: 3 });
  expect(returns.withinMs('watcher')).toBeLessThan(20);
  clients.watcher = 3 * perSecond - 1;
  expect(returns.withinMs('watcher')).toBe(3_000);
  clients.watcher = 1_000_000;
  expect(returns.withinMs('watcher')).toBe(longestMs);
});

test('presenters do not wait for the turns of watchers', () => {
  const { returns } = returnsAt({ presenter: 30, watcher: 5_000 });
  expect(returns.withinMs('presenter')).toBe(Math.round(30_000 / perSecond));
  expect(returns.withinMs('presenter')).toBeLessThan(returns.withinMs('watcher') / 10);
});

test('refused clients come back one after another, no faster than they are let in', () => {
  const { clock, returns } = returnsAt({ presenter: 0, watcher: 0 });
  const turns = Array.from({ length: perSecond }, () => returns.nextTurnMs());
  expect(turns[0]).toBe(shortestWaitMs);
  expect(turns.at(-1)).toBe(Math.round(shortestWaitMs + 1_000 - 1_000 / perSecond));
  // Refused once more at their turns, they queue behind those that still wait.
  clock.ms = shortestWaitMs;
  expect(returns.nextTurnMs()).toBe(1_000);
  clock.ms = 60_000;
  expect(returns.nextTurnMs()).toBe(shortestWaitMs);
});

test('beyond the bound they are spread over the whole time', () => {
  const { returns } = returnsAt({ presenter: 0, watcher: 0 });
  const turns = Array.from({ length: 20 * perSecond }, () => returns.nextTurnMs());
  expect(Math.max(...turns)).toBeLessThanOrEqual(longestMs);
  expect(turns.at(-1)).toBe(Math.round((shortestWaitMs + longestMs) / 2));
});
