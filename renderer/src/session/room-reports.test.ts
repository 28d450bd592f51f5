/** What the presenter reports about its links, and to which version. */
import type { RoomReport, WatcherReport } from '@lectern/protocol';
import type { LinkState } from '@lectern/rtc';
import { Store } from '@lectern/state';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LinkTally } from '../fan-out/link-tally.ts';
import { ReportHistory } from '../fan-out/report-history.ts';
import { ROOM_REPORT_INTERVAL_MS } from '../policy/session.ts';
import { RoomReports } from './room-reports.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function link(state: LinkState, route?: WatcherReport['route']) {
  const reports = new ReportHistory();
  const seen = { width: 0, height: 0, fps: 0, freezes: 0, droppedFrames: 0, decodeMs: 0, delayMs: null } as const;
  if (route !== undefined) reports.add({ ...seen, route, page: 'shown', sound: 'on' }, 0);
  return { state, reports };
}

const uplink = { carriesKbps: 8_000, linkKbps: 1_800 };

function start(version: () => number | null, send = vi.fn<(report: RoomReport) => Promise<unknown>>(async () => ({}))) {
  const watched = new Store([link('connected', 'turn'), link('connected'), link('interrupted', 'turn'), link('new')]);
  const tally = new LinkTally();
  const reports = new RoomReports({ links: { watched, tally }, uplink: () => uplink, version, send });
  return { tally, send, reports };
}

test('connected links are counted by route, and events since the last report', async () => {
  const { tally, send, reports } = start(() => 3);
  tally.add({ recoveries: 1 });
  tally.add({ freezes: 4 });
  await vi.advanceTimersByTimeAsync(2 * ROOM_REPORT_INTERVAL_MS);
  const links = { direct: 1, turn: 1 };
  expect(send.mock.calls).toEqual([
    [{ ...links, recoveries: 1, freezes: 4, uplink }],
    [{ ...links, recoveries: 0, freezes: 0, uplink }],
  ]);
  reports.close();
  await vi.advanceTimersByTimeAsync(ROOM_REPORT_INTERVAL_MS);
  expect(send).toHaveBeenCalledTimes(2);
});

test('nothing is sent to a service of version 2, nor while the room is not live', async () => {
  for (const version of [2, null]) {
    const { send, reports } = start(() => version);
    await vi.advanceTimersByTimeAsync(ROOM_REPORT_INTERVAL_MS);
    expect(send).not.toHaveBeenCalled();
    reports.close();
  }
});

test('events of a report that failed are in the next one', async () => {
  const send = vi.fn<(report: RoomReport) => Promise<unknown>>().mockRejectedValueOnce(new Error('unreachable'));
  const { tally, reports } = start(() => 3, send.mockResolvedValue({}));
  tally.add({ recoveries: 2 });
  await vi.advanceTimersByTimeAsync(2 * ROOM_REPORT_INTERVAL_MS);
  expect(send.mock.calls.map(([{ recoveries }]) => recoveries)).toEqual([2, 2]);
  reports.close();
});
