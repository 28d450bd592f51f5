/** A service that has just started, or another owner: what the presenter and its watchers had at the relay goes on. */
import type { LinkId, WatcherId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { FakeOutlet } from './fake-outlet.fixture.ts';
import { newLinkId, newWatcherId, offererOf } from './ids.ts';
import { EPOCH, setUp } from './room-with-relay.fixture.ts';

/** A watcher of the relay and a publishing link, of a service that is gone. */
const before = () => ({ linkId: newLinkId(true), watcherId: newWatcherId(), publishing: newLinkId() });

function comeBack({ room, clock }: ReturnType<typeof setUp>, watcherId: WatcherId, holds: LinkId) {
  const outlet = new FakeOutlet();
  const joined = room.join({ watcherId, isReturning: true, outlet, address: '192.0.2.1', holds });
  clock.advance(1);
  return { outlet, joined };
}

test('ids say who offers a link', () => {
  expect(offererOf(newLinkId(true))).toBe('relay');
  expect(new Set(Array.from({ length: 1_000 }, () => offererOf(newLinkId())))).toEqual(new Set(['presenter']));
});

for (const use of ['auto', 'always'] as const) {
  for (const first of ['watcher', 'presenter'] as const) {
    test(`both ends of the links go on, whoever returns first: ${first}, ${use}`, () => {
      const { linkId, watcherId, publishing } = before();
      const set = setUp(use);
      const early = first === 'watcher' ? comeBack(set, watcherId, linkId) : undefined;
      const presenter = set.present({ publishing });
      const { joined } = early ?? comeBack(set, watcherId, linkId);
      expect(joined.restored).toBe(linkId);
      const relay = set.relay();
      relay.calls.reached(true);
      relay.calls.carried(publishing);
      expect(relay.heard).toEqual(
        expect.arrayContaining([
          ['resumed', { linkId, watcherId }],
          ['resumed', { linkId: publishing, watcherId: null }],
        ]),
      );
      set.clock.advance(60_000);
      expect(set.seatOf(watcherId)?.link?.id).toBe(linkId);
      expect(presenter.count('link:publish-requested')).toBe(0);
      expect(presenter.last('fan-out:changed').fanOut).toBe('relay');
      expect(set.fromOf(set.watch().watcherId)).toBe('relay');
    });
  }
}

test('where nothing is left of a publishing link, another one is asked for, and watchers keep their links', () => {
  const { linkId, watcherId, publishing } = before();
  const set = setUp('always');
  const presenter = set.present({ publishing });
  comeBack(set, watcherId, linkId);
  set.relay().calls.reached(true);
  set.relay().calls.replace(publishing);
  set.clock.advance(1);
  expect(presenter.last('link:closed').linkId).toBe(publishing);
  set.relay().calls.carried(presenter.last('link:publish-requested').linkId);
  set.clock.advance(60_000);
  expect(set.seatOf(watcherId)?.link?.id).toBe(linkId);
});

test('a presenter that does not publish any more is asked to, before its watchers lose their links', () => {
  const { linkId, watcherId } = before();
  const set = setUp('always');
  comeBack(set, watcherId, linkId);
  const presenter = set.present({ epoch: EPOCH + 1 });
  set.relay().calls.reached(true);
  set.carry(presenter);
  set.clock.advance(60_000);
  expect(set.seatOf(watcherId)?.link?.id).toBe(linkId);
});

test('where nothing is left of a watcher’s link, it gets another', () => {
  const { linkId, watcherId, publishing } = before();
  const set = setUp('always');
  set.present({ publishing });
  const { outlet } = comeBack(set, watcherId, linkId);
  set.relay().calls.reached(true);
  set.relay().calls.replace(linkId);
  set.clock.advance(1);
  expect(outlet.events).toContainEqual(['link:closed', { linkId, reason: 'replaced' }]);
  expect(set.seatOf(watcherId)?.link?.id).not.toBe(linkId);
});

test('a room that is at direct links gives nobody a link of the relay back', () => {
  const { linkId, watcherId } = before();
  const set = setUp('auto');
  set.present();
  const { joined } = comeBack(set, watcherId, linkId);
  expect(joined.restored).toBeUndefined();
  expect(joined.link?.linkId).not.toBe(linkId);
});

test('a presenter is told of a publishing link that the room does not know', () => {
  const set = setUp('always');
  const presenter = set.present();
  set.relay().calls.reached(true);
  const carrying = set.carry(presenter);
  const unknown = newLinkId();
  const again = set.present({ publishing: unknown });
  expect(again.last('link:closed')).toEqual({ linkId: unknown, reason: 'replaced' });
  const kept = set.present({ publishing: carrying });
  expect(kept.count('link:closed')).toBe(0);
});
