import { expect, test } from 'vitest';
import { offAir, type LiveReport } from '@lectern/bridge';
import { nextStatus, withoutPage } from './live-status.ts';

const live: LiveReport = { ...offAir.report, air: 'live', watching: 3 };

test('the time counts from going on air, through pauses, and ends with it', () => {
  const first = nextStatus(offAir, live, 1_000);
  expect(first.sinceMs).toBe(1_000);
  const paused = nextStatus(first, { ...live, air: 'paused' }, 2_000);
  expect(paused.sinceMs).toBe(1_000);
  expect(nextStatus(paused, offAir.report, 3_000)).toEqual(offAir);
});

test('a page that is gone leaves its being live behind, and no watchers', () => {
  const status = nextStatus(offAir, live, 1_000);
  expect(withoutPage(status)).toMatchObject({ sinceMs: 1_000, report: { air: 'live', watching: 0 } });
  expect(withoutPage(status).report.trouble).toContain('coming back');
  expect(withoutPage(nextStatus(offAir, { ...offAir.report, recording: true }, 0))).toEqual(offAir);
});
