/** Rooms that go to the relay when their presenter's uplink does not carry them, and back. */
import type { UplinkReport } from '@lectern/protocol';
import { beforeEach, expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { roomRequests } from './room-requests.ts';
import { setUp } from './room-with-relay.fixture.ts';

const REPORT_MS = 10_000;
const { fitsAfterMs } = defaultPolicy.room.uplinkNeed;

let stage: ReturnType<typeof setUp>;
let presenter: ReturnType<typeof stage.present>;
let watchers: ReturnType<typeof stage.watch>[];
beforeEach(() => {
  stage = setUp('auto');
  presenter = stage.present();
  watchers = [1, 2, 3].map(() => stage.watch());
});

/** So many reports, ten seconds apart. */
function report(uplink: UplinkReport, reports: number): void {
  for (let index = 0; index < reports; index += 1) {
    const counts = { direct: 0, turn: 0, recoveries: 0, freezes: 0 };
    roomRequests['room:report'](stage.room, presenter.member, { ...counts, uplink });
    stage.clock.advance(REPORT_MS);
  }
}
const tooLittle = { carriesKbps: 5_000, linkKbps: 2_000 };
const plenty = { carriesKbps: null, linkKbps: 2_000 };

const froms = () => watchers.map(({ watcherId }) => stage.fromOf(watcherId));

/** All have a picture over the relay. */
function moveAll(): void {
  stage.relay().calls.reached(true);
  stage.carry(presenter);
  for (const { watcherId } of watchers) stage.relay().calls.settled(stage.seatOf(watcherId)?.link?.id ?? never());
}
const never = (): never => {
  throw new Error('no link');
};

test('nothing happens while the uplink carries the room, or an app says nothing of it', () => {
  report(plenty, 10);
  roomRequests['room:report'](stage.room, presenter.member, { direct: 3, turn: 0, recoveries: 0, freezes: 0 });
  expect([stage.relays.length, froms()]).toEqual([0, ['presenter', 'presenter', 'presenter']]);
});

test('a room that has outgrown it moves, and its presenter reads why', () => {
  report(tooLittle, 2);
  moveAll();
  expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'relay', reason: 'uplink' });
  expect(froms()).toEqual(['relay', 'relay', 'relay']);
  expect(stage.room.links.claimedFrom('presenter')).toEqual([]);
});

test('one that has shrunk goes back when that has lasted, each link when its watcher has left the relay', () => {
  report(tooLittle, 2);
  moveAll();
  const [first, ...others] = watchers;
  for (const { watcherId } of others) stage.room.leave(watcherId);
  watchers = first === undefined ? [] : [first];
  report(plenty, fitsAfterMs / REPORT_MS);
  expect(froms()).toEqual(['relay']);
  report(plenty, 1);
  expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'direct', reason: 'uplink' });
  expect(froms()).toEqual(['presenter']);
  const former = first && stage.seatOf(first.watcherId)?.former;
  expect(former?.from).toBe('relay');
  expect(presenter.count('link:closed')).toBe(3);
  // What it publishes is needed until then, and no longer.
  expect(stage.relay().heard.at(-1)?.[0]).not.toBe('closed');
  stage.relay().calls.gone(former?.id ?? never());
  expect(stage.relay().heard.at(-1)).toEqual(['closed', 'ended']);
  expect(presenter.last('link:closed').linkId).toBe(presenter.last('link:publish-requested').linkId);
});

test('one that grows again on its way back stays, without another publishing link', () => {
  report(tooLittle, 2);
  moveAll();
  for (const { watcherId } of watchers.slice(1)) stage.room.leave(watcherId);
  report(plenty, fitsAfterMs / REPORT_MS + 1);
  watchers = [...watchers.slice(0, 1), stage.watch(), stage.watch()];
  report(tooLittle, 2);
  expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'relay', reason: 'uplink' });
  expect(froms()).toEqual(['relay', 'relay', 'relay']);
  expect(presenter.count('link:publish-requested')).toBe(1);
});
