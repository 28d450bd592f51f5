/**
 * Every request that a room answers, one entry each. Role and shape are checked by the door, and
 * `checkMember` comes before. `room:open` is not among them: the door verifies it, then the
 * presenter enters by `Room.open`. `connection:check` is about the door alone.
 */
import type { requests, RequestName, RequestParams, RequestResult } from '@lectern/protocol';
import type { Member } from './member.ts';
import type { Room } from './room.ts';

export type RoomRequestName = Exclude<RequestName, 'room:open' | 'connection:check'>;

/** A member that may send this request. */
export type MemberFor<N extends RequestName> = Extract<Member, { role: (typeof requests)[N]['from'][number] }>;

/** A request without its entry does not compile. */
type RoomRequests = {
  readonly [N in RoomRequestName]: (room: Room, from: MemberFor<N>, params: RequestParams<N>) => RequestResult<N>;
};

/** The reply of a request that has no result. */
const done = (_effect: void): Record<string, never> => ({});

/** All watchers are notified of a change, so changes have a pace. */
const changed = (room: Room, change: () => void): Record<string, never> => {
  room.checkChangePace();
  return done(change());
};

export const roomRequests: RoomRequests = {
  'room:start': (room, _from, { turnOnly }) => changed(room, () => room.start(turnOnly)),
  'room:stop': (room) => changed(room, () => room.stop()),
  'room:describe': (room, _from, { about }) => changed(room, () => room.describe(about)),
  'room:report': ({ reports, onAir }, _from, report) => {
    reports.add(report);
    onAir.fanOut.read(report);
    return { phase: onAir.ownPhase };
  },
  'entry:change': (room, _from, { entry }) => changed(room, () => room.entrance.change(entry)),
  'lobby:admit': (room, _from, { watcherIds }) => done(room.entrance.admit(watcherIds)),
  'stream:grant': ({ onAir }, _from, { generation }) => ({ tokens: onAir.stream.give(generation) }),
  'stream:revoke': ({ onAir }) => done(onAir.stream.withdraw()),
  'room:leave': (room, { watcherId }) => done(room.leave(watcherId)),
  'watcher:remove': (room, _from, { watcherId }) => done(room.remove(watcherId)),

  'link:prepare': ({ links }, { role }) => links.prepare(role),
  'link:offer': ({ links }, { role }, { linkId, ...offer }) => done(links.messages.offer(role, linkId, offer)),
  'link:answer': ({ links }, { watcherId }, { linkId, ...answer }) =>
    done(links.messages.answer(watcherId, linkId, answer)),
  'link:candidate': ({ links }, from, { linkId, ...found }) => done(links.messages.candidate(from, linkId, found)),
  'link:say': ({ links }, from, { linkId, message }) => done(links.messages.say(from, linkId, message)),
  'link:connected': ({ links }, { watcherId }, picture) => done(links.messages.connected(watcherId, picture)),
  'link:restart': ({ links }, { watcherId }, { linkId }) => done(links.messages.requestRestart(watcherId, linkId)),
  'link:replace': ({ links, onAir }, from, { linkId }) => {
    links.replace(from, linkId);
    return done(onAir.fanOut.replaced(linkId));
  },
  'link:refresh-ice': ({ links }, { role }, { linkId }) => links.messages.refreshIce(role, linkId),
};
