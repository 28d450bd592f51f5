/** The live status through reports, crashes and reloads of the page. */
import { expect, test } from 'vitest';
import { offAir, type LiveReport } from '@lectern/bridge';
import {
  initialLiveState,
  mustAskBeforeClose,
  statusAfter,
  stepLive,
  type LiveEvent,
  type LiveState,
} from './live-status.ts';

const live: LiveReport = { ...offAir.report, air: 'live', watching: 3 };
const reported = (report: LiveReport, nowMs = 1_000): LiveEvent => ({ type: 'reported', report, nowMs });
const crashed = (nowMs: number): LiveEvent => ({ type: 'page-crashed', nowMs });
const after = (...events: readonly LiveEvent[]): LiveState =>
  events.reduce((state: LiveState, event) => stepLive(state, event)[0], initialLiveState);

test('the time counts from going live, through pauses, and ends with the broadcast', () => {
  const first = statusAfter(offAir, live, 1_000);
  expect(first.sinceMs).toBe(1_000);
  const paused = statusAfter(first, { ...live, air: 'paused' }, 2_000);
  expect(paused.sinceMs).toBe(1_000);
  expect(statusAfter(paused, offAir.report, 3_000)).toEqual(offAir);
});

test('a crashed page stays live in the status, without watchers, and comes back as it was', () => {
  const state = after(reported({ ...live, air: 'paused' }), crashed(5_000));
  expect(state.status).toMatchObject({ sinceMs: 1_000, report: { air: 'paused', watching: 0 } });
  expect(state.status.report.trouble).toContain('coming back');
  expect(state.comeback).toMatchObject({ air: 'paused', sinceMs: 1_000 });
  // The page that replaces it is loading, and has not reported yet.
  expect(stepLive(state, { type: 'page-loading' })).toEqual([state]);
  const back = stepLive(state, reported(live, 9_000))[0];
  expect(back).toMatchObject({ page: 'running', comeback: 'none', status: { sinceMs: 1_000 } });
});

test('off air a crash leaves nothing to come back to, and the note of the last run is still unread', () => {
  const state = after(reported({ ...offAir.report, recording: true }), crashed(5_000));
  expect(state.status).toEqual(offAir);
  expect(state.comeback).toBe('unread');
});

test('a page that is loaded again without a crash ends the broadcast', () => {
  expect(after(reported(live), { type: 'page-loading' }).status).toEqual(offAir);
});

test('a page that crashes again before it is live keeps what it comes back to', () => {
  expect(after(reported(live), crashed(5_000), reported(offAir.report), crashed(6_000)).comeback).toMatchObject({
    air: 'live',
  });
});

test('a rare crash is repaired at once; one of many is repaired later and not followed by going live', () => {
  let state = after(reported(live));
  const crash = (nowMs: number): { readonly isBack: boolean; readonly delayMs: number } => {
    const [next, effect] = stepLive(state, crashed(nowMs));
    state = stepLive(next, reported(live, nowMs))[0];
    return { isBack: typeof next.comeback !== 'string', delayMs: effect?.delayMs ?? -1 };
  };
  expect([0, 1_000, 2_000].map(crash)).toEqual(Array.from({ length: 3 }, () => ({ isBack: true, delayMs: 0 })));
  expect(crash(3_000)).toEqual({ isBack: false, delayMs: 15_000 });
  expect(crash(70_000)).toEqual({ isBack: true, delayMs: 0 });
});

test('closing needs a question only while live, and only where the page can ask it', () => {
  expect(mustAskBeforeClose(initialLiveState)).toBe(false);
  expect(mustAskBeforeClose(after(reported(live)))).toBe(true);
  expect(mustAskBeforeClose(after(reported(live), { type: 'page-unresponsive' }))).toBe(false);
  expect(mustAskBeforeClose(after(reported(live), { type: 'page-unresponsive' }, { type: 'page-responsive' }))).toBe(
    true,
  );
  expect(mustAskBeforeClose(after(reported(live), crashed(5_000)))).toBe(false);
});
