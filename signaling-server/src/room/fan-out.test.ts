/** Where a room's links are opened from, and how its watchers move between presenter and relay. */
import type { NoticePayload, WatcherId } from '@lectern/protocol';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultPolicy } from '../policy.ts';
import { roomRequests } from './room-requests.ts';
import { EPOCH, setUp } from './room-with-relay.fixture.ts';

const policy = defaultPolicy.room;
let stage: ReturnType<typeof setUp>;
beforeEach(() => void (stage = setUp('always')));

describe('publishing', () => {
  test('is asked of a presenter that can, once the relay is reached, and the relay answers', () => {
    const { room, relay, present } = stage;
    const presenter = present();
    expect(presenter.count('link:publish-requested')).toBe(0);
    relay().calls.reached(true);
    const { linkId, epoch } = presenter.last('link:publish-requested');
    expect(epoch).toBe(EPOCH);
    roomRequests['link:offer'](room, presenter.member, { linkId, round: 1, sdp: 'offer' });
    expect(relay().heard).toContainEqual(['link:offered', { linkId, round: 1, sdp: 'offer', iceServers: [] }]);
    relay().calls.answer(linkId, { round: 1, sdp: 'answer' });
    expect(presenter.last('link:answered')).toEqual({ linkId, round: 1, sdp: 'answer' });
    const candidate = { candidate: 'candidate:1' };
    roomRequests['link:candidate'](room, presenter.member, { linkId, round: 1, candidate });
    expect(relay().heard).toContainEqual(['link:candidate-found', { linkId, round: 1, candidate }]);
    // A second answer, or one to a link that is gone, changes nothing.
    relay().calls.answer(linkId, { round: 1, sdp: 'again' });
    expect(presenter.count('link:answered')).toBe(1);
  });

  test('is asked of nobody else, and no relay begins for them', () => {
    const { relays, present, watch } = stage;
    const presenter = present({ publishes: false });
    watch();
    expect([relays.length, presenter.count('link:publish-requested')]).toEqual([0, 0]);
  });

  test('that does not come about is asked for again, later each time', () => {
    const { clock, relay, present } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const askedAfter: number[] = [];
    for (let failure = 0; failure < 4; failure += 1) {
      const before = presenter.count('link:publish-requested');
      relay().calls.replace(presenter.last('link:publish-requested').linkId);
      let waited = 0;
      while (presenter.count('link:publish-requested') === before) {
        clock.advance(500);
        waited += 500;
      }
      askedAfter.push(waited);
    }
    expect(askedAfter).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(presenter.count('link:closed')).toBe(4);
  });
});

describe('a room that is carried', () => {
  test('opens links from the relay, also while its presenter is away, but for pages that are too old', () => {
    const { clock, room, relay, present, watch, carry, fromOf } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const before = watch();
    carry(presenter);
    expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'relay', reason: 'setting' });
    const after = watch();
    expect([fromOf(after.watcherId), after.joined.link?.iceServers]).toEqual(['relay', []]);
    const old = watch({ isOldPage: true });
    expect(fromOf(old.watcherId)).toBe('presenter');
    room.lost({ role: 'presenter', outlet: presenter.outlet });
    clock.advance(policy.presenterGraceMs);
    expect(room.phase).toBe('away');
    expect(fromOf(watch().watcherId)).toBe('relay');
    expect(fromOf(before.watcherId)).toBe('relay');
  });

  test('its watchers speak with the relay, and each only about its own link', () => {
    const { room, relay, present, watch, carry } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const publishing = carry(presenter);
    const { watcherId, outlet, joined } = watch();
    const linkId = joined.link?.linkId ?? publishing;
    const member = { role: 'watcher', watcherId, outlet } as const;
    relay().calls.offer(linkId, { round: 1, sdp: 'offer' });
    expect(outlet.events.at(-1)).toEqual(['link:offered', { linkId, round: 1, sdp: 'offer', iceServers: [] }]);
    roomRequests['link:answer'](room, member, { linkId, round: 1, sdp: 'answer' });
    expect(relay().heard.at(-1)).toEqual(['link:answered', { linkId, round: 1, sdp: 'answer' }]);
    roomRequests['link:restart'](room, member, { linkId });
    expect(relay().heard.at(-1)).toEqual(['link:restart-requested', { linkId }]);
    const message = { kind: 'key-frame-requested' };
    roomRequests['link:say'](room, member, { linkId, message });
    expect(relay().heard.at(-1)).toEqual(['link:said', { linkId, message }]);
    expect(() => roomRequests['link:say'](room, member, { linkId: publishing, message })).toThrow('link-unknown');
    relay().calls.say(linkId, { kind: 'media-changed' });
    expect(outlet.events.at(-1)).toEqual(['link:said', { linkId, message: { kind: 'media-changed' } }]);
    // Nothing of it concerns the presenter, and it cannot offer on that link.
    expect(presenter.count('link:opened')).toBe(0);
    expect(() => roomRequests['link:offer'](room, presenter.member, { linkId, round: 2, sdp: 'o' })).toThrow(
      'link-unknown',
    );
  });

  test('removal, leaving and stopping close links at the relay', () => {
    const { clock, relays, room, relay, present, watch, carry } = stage;
    const presenter = present();
    relay().calls.reached(true);
    carry(presenter);
    const [removed, left, stays] = [watch(), watch(), watch()];
    expect(relay().links).toHaveLength(3);
    room.remove(removed.watcherId);
    expect(removed.outlet.drain()).toEqual(['link:closed', 'watcher:removed', 'closed']);
    room.leave(left.watcherId);
    expect(relay().links).toEqual([stays.joined.link?.linkId]);
    room.stop();
    expect(stays.outlet.events).toContainEqual(['link:closed', { linkId: stays.joined.link?.linkId, reason: 'ended' }]);
    expect(relay().links).toEqual([]);
    expect(relay().heard.at(-1)).toEqual(['closed', 'ended']);
    room.start();
    clock.advance(1);
    expect(relays).toHaveLength(2);
  });
});

describe('moving', () => {
  /** A live room with so many direct links, whose presenter then publishes. */
  function moved(watchers: number) {
    const { present, relay, watch, carry } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const all = Array.from({ length: watchers }, () => watch());
    carry(presenter);
    return { presenter, all };
  }
  const newestOf = (watcherId: WatcherId) => {
    const link = stage.seatOf(watcherId)?.link;
    if (link === null || link === undefined) throw new Error('no link');
    return link.id;
  };

  test('is done a few at a time: the next begins when one has a picture, and only then its older link goes', () => {
    const { room, relay } = stage;
    const { presenter, all } = moved(10);
    expect(relay().links).toHaveLength(policy.movedAtOnce);
    const [first] = all;
    if (first === undefined) throw new Error('nobody watches');
    const before = first.joined.link?.linkId;
    expect(first.outlet.drain()).toEqual(['link:opened']);
    expect(presenter.count('link:closed')).toBe(0);
    relay().calls.settled(newestOf(first.watcherId));
    expect(presenter.last('link:closed')).toEqual({ linkId: before, reason: 'replaced' });
    expect(relay().links).toHaveLength(policy.movedAtOnce + 1);
    for (const { watcherId } of all) relay().calls.settled(newestOf(watcherId));
    expect([relay().links.length, presenter.count('link:closed')]).toEqual([10, 10]);
    expect(room.links.claimedFrom('presenter')).toEqual([]);
  });

  test('does not wait for ever for one without a picture, and leaves it its older link', () => {
    const { clock, relay, seatOf } = stage;
    const { presenter, all } = moved(6);
    clock.advance(policy.movingForMs);
    expect(relay().links).toHaveLength(6);
    expect(presenter.count('link:closed')).toBe(0);
    expect(all.every(({ watcherId }) => seatOf(watcherId)?.former?.from === 'presenter')).toBe(true);
  });

  test('where the new link fails, the watcher gets another and keeps the older one', () => {
    const { relay, seatOf, fromOf } = stage;
    const { all } = moved(1);
    const [only] = all;
    if (only === undefined) throw new Error('nobody watches');
    const failed = newestOf(only.watcherId);
    relay().calls.replace(failed);
    expect(newestOf(only.watcherId)).not.toBe(failed);
    expect([fromOf(only.watcherId), seatOf(only.watcherId)?.former?.from]).toEqual(['relay', 'presenter']);
  });

  test('a watcher that leaves in between leaves nothing behind', () => {
    const { room, relay } = stage;
    const { presenter, all } = moved(1);
    const [only] = all;
    if (only === undefined) throw new Error('nobody watches');
    room.leave(only.watcherId);
    expect([relay().links, presenter.count('link:closed')]).toEqual([[], 1]);
    expect(room.links.claimedFrom('presenter')).toEqual([]);
  });
});

describe('a relay that is lost', () => {
  test('its watchers get direct links again, in the order in which they joined, and go back when it is there', () => {
    const { clock, relay, present, watch, carry } = stage;
    const presenter = present();
    relay().calls.reached(true);
    carry(presenter);
    const all = [watch(), watch()];
    relay().calls.reached(false);
    clock.advance(1);
    expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'direct', reason: 'relay-lost' });
    const opened = presenter.outlet.events.flatMap(([name, payload]) =>
      name === 'link:opened' ? [(payload as NoticePayload<'link:opened'>).watcherId] : [],
    );
    expect(opened).toEqual(all.map(({ watcherId }) => watcherId));
    relay().calls.reached(true);
    carry(presenter);
    expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'relay', reason: 'setting' });
    expect(relay().links).toHaveLength(2);
  });

  test('a publishing link that fails is replaced at once, and only where none comes does the room go back', () => {
    const { clock, relay, present, watch, carry, fromOf } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const first = carry(presenter);
    const { watcherId } = watch();
    relay().calls.replace(first);
    clock.advance(1);
    expect(presenter.last('link:publish-requested').linkId).not.toBe(first);
    carry(presenter);
    clock.advance(policy.relayLostMs);
    expect([presenter.count('fan-out:changed'), fromOf(watcherId)]).toEqual([1, 'relay']);
    relay().calls.replace(presenter.last('link:publish-requested').linkId);
    clock.advance(policy.relayLostMs);
    expect(presenter.last('fan-out:changed')).toEqual({ fanOut: 'direct', reason: 'relay-lost' });
    expect(fromOf(watcherId)).toBe('presenter');
  });

  test('one that is lost and soon back is not given up for what was lost before', () => {
    const { present, relay, carry, clock } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const first = carry(presenter);
    relay().calls.replace(first);
    clock.advance(policy.relayLostMs - 1);
    relay().calls.reached(false);
    relay().calls.reached(true);
    const asked = presenter.last('link:publish-requested').linkId;
    clock.advance(policy.relayLostMs);
    expect(presenter.last('link:publish-requested').linkId).toBe(asked);
    expect(presenter.last('link:closed').linkId).not.toBe(asked);
  });

  test('a presenter that gives its publishing link up is asked for another', () => {
    const { clock, room, relay, present, carry } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const linkId = carry(presenter);
    roomRequests['link:replace'](room, presenter.member, { linkId });
    clock.advance(1);
    expect(relay().heard).toContainEqual(['link:closed', { linkId, reason: 'replaced' }]);
    expect(presenter.last('link:publish-requested').linkId).not.toBe(linkId);
  });
});

describe('a presenter that comes back', () => {
  test('of the same run, keeps its publishing link', () => {
    const { room, relay, present, watch, carry, fromOf } = stage;
    const presenter = present();
    relay().calls.reached(true);
    carry(presenter);
    const { watcherId } = watch();
    room.lost({ role: 'presenter', outlet: presenter.outlet });
    const again = present();
    expect(again.count('link:publish-requested')).toBe(0);
    expect(again.last('fan-out:changed')).toEqual({ fanOut: 'relay', reason: 'setting' });
    expect(fromOf(watcherId)).toBe('relay');
  });

  test('as a new run, publishes anew, and the links of the relay stay', () => {
    const { clock, relay, present, watch, carry, seatOf } = stage;
    const presenter = present();
    relay().calls.reached(true);
    const first = carry(presenter);
    const { watcherId, joined, outlet } = watch();
    outlet.drain();
    const again = present({ epoch: EPOCH + 1 });
    expect(again.last('link:publish-requested').linkId).not.toBe(first);
    carry(again);
    clock.advance(policy.relayLostMs);
    expect(seatOf(watcherId)?.link?.id).toBe(joined.link?.linkId);
    expect(outlet.drain()).toEqual([]);
  });
});
