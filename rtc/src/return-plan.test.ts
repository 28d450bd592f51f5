/** When a client that has lost the service tries again, alone and among thousands. */
import { expect, test } from 'vitest';
import { RECONNECT_DELAY_MS, RECONNECT_JITTER } from './policy.ts';
import { ReturnPlan } from './return-plan.ts';

const { first, longestUrgent } = RECONNECT_DELAY_MS;

/** Clients whose random numbers are spread evenly. */
function clientsOf(count: number, withinMs: number | undefined): ReturnPlan[] {
  return Array.from({ length: count }, (_, index) => {
    const plan = new ReturnPlan(() => (index + 0.5) / count);
    plan.named(withinMs);
    return plan;
  });
}

/** How many of them come in the fullest part of that length. */
function busiest(timesMs: readonly number[], lengthMs: number): number {
  const counts = new Map<number, number>();
  for (const timeMs of timesMs) {
    const part = Math.floor(timeMs / lengthMs);
    counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

test('clients spread their return evenly over the time that the service has named', () => {
  const timesMs = clientsOf(5_000, 10_000).map((plan) => plan.nextMs(true));
  expect(Math.max(...timesMs)).toBeLessThan(10_000 + first * RECONNECT_JITTER.max);
  // 500 a second, and those of one service that names no time, in the same second.
  expect(busiest(timesMs, 1_000)).toBeLessThan(550);
  expect(
    busiest(
      clientsOf(5_000, undefined).map((plan) => plan.nextMs(true)),
      1_000,
    ),
  ).toBe(5_000);
});

test('a client that misses its picture does not wait for that time', () => {
  for (const plan of clientsOf(100, 10_000)) {
    expect(plan.nextMs(false)).toBeLessThanOrEqual(first * RECONNECT_JITTER.max);
    expect(plan.hurriedMs()).toBeLessThanOrEqual(first * RECONNECT_JITTER.max);
  }
});

test('while no service is up, those that may be late try so seldom that they do not all come when it is', () => {
  const plans = clientsOf(5_000, 10_000);
  for (const plan of plans) plan.nextMs(true);
  const pausesMs = plans.map((plan) => plan.nextMs(true));
  expect(Math.min(...pausesMs)).toBeGreaterThan(1_000);
  const hurried = clientsOf(100, 10_000);
  const [before, after] = [0, 1, 2, 3, 4, 5]
    .map(() => Math.max(...hurried.map((plan) => plan.nextMs(false))))
    .slice(-2);
  expect(before).toBe(after);
  expect(after).toBeLessThanOrEqual(longestUrgent * RECONNECT_JITTER.max);
});

test('after a connection the pauses begin again, with the time that was named last', () => {
  const plan = new ReturnPlan(() => 0.5);
  plan.named(4_000);
  plan.named(undefined);
  const firstMs = plan.nextMs(true);
  plan.nextMs(true);
  plan.connected();
  expect(plan.nextMs(true)).toBe(firstMs);
  expect(firstMs).toBe(first + 2_000);
});

test('timeouts grow up to a bound while the service says that it is busy, until it answers', () => {
  const plan = new ReturnPlan();
  const factors = Array.from({ length: 5 }, () => {
    plan.busy();
    return plan.timeoutFactor;
  });
  expect(factors).toEqual([2, 4, 4, 4, 4]);
  plan.connected();
  expect(plan.timeoutFactor).toBe(4);
  plan.answered();
  expect(plan.timeoutFactor).toBe(1);
});
