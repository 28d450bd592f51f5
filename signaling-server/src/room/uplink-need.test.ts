/** When a room has outgrown its presenter's uplink, and when it fits again. */
import { expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { noNeed, readUplink, type UplinkNeed } from './uplink-need.ts';

const policy = defaultPolicy.room.uplinkNeed;
const REPORT_MS = 10_000;

/** One report every ten seconds, from a presenter whose uplink carries so much. */
function run(before: UplinkNeed, watchers: number, carriesKbps: number | null, reports: number): UplinkNeed {
  let need = before;
  for (let index = 0; index < reports; index += 1) {
    const nowMs = index * REPORT_MS;
    need = readUplink(need, { carriesKbps, linkKbps: 2_000 }, { watchers, nowMs, policy });
  }
  return need;
}

test('an uplink that nothing limits is never outgrown', () => {
  expect(run(noNeed, 1_000, null, 10).isOutgrown).toBe(false);
});

test('one that carries all links is not outgrown, and one that does not is by the second report', () => {
  expect(run(noNeed, 5, 10_000, 10).isOutgrown).toBe(false);
  expect(run(noNeed, 6, 10_000, 1).isOutgrown).toBe(false);
  expect(run(noNeed, 6, 10_000, 2).isOutgrown).toBe(true);
});

test('a single report says nothing', () => {
  const once = run(noNeed, 6, 10_000, 1);
  const calm = readUplink(once, { carriesKbps: null, linkKbps: 2_000 }, { watchers: 6, nowMs: REPORT_MS, policy });
  expect(calm).toMatchObject({ isOutgrown: false, otherwiseSinceMs: null });
});

test('a room that shrinks fits again when it needs clearly less for a minute, by what was known before', () => {
  const outgrown = run(noNeed, 6, 10_000, 2);
  // As many as fitted, but not clearly less.
  expect(run(outgrown, 5, null, 20).isOutgrown).toBe(true);
  const few = 3;
  expect(run(outgrown, few, null, policy.fitsAfterMs / REPORT_MS).isOutgrown).toBe(true);
  expect(run(outgrown, few, null, policy.fitsAfterMs / REPORT_MS + 1).isOutgrown).toBe(false);
});
