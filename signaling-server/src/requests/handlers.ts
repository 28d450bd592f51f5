/** Every request and what answers it. The rules are the room's; here is only who asks for what. */
import type { RequestHandlers } from '../bind-requests.ts';
import type { Parts } from '../parts.ts';
import { joinedRoom, openedRoom, type Peer } from '../peer.ts';
import type { RoomLinks } from '../room-links.ts';
import { openRoom } from './room-open.ts';

const linksOf = (peer: Peer): RoomLinks => (peer.role === 'presenter' ? openedRoom(peer) : joinedRoom(peer)).links;

export function requestHandlers(parts: Parts): RequestHandlers {
  return {
    'room:open': (peer, params) => openRoom(parts, peer, params),
    'room:start': (peer) => done(openedRoom(peer).start()),
    'room:stop': (peer) => done(openedRoom(peer).stop()),
    'room:describe': (peer, { about }) => done(openedRoom(peer).describe(about)),
    'room:leave': (peer) => done(joinedRoom(peer).leave(peer.watcherId)),
    'watcher:remove': (peer, { watcherId }) => done(openedRoom(peer).remove(watcherId)),

    'link:prepare': (peer) => linksOf(peer).prepare(),
    'link:offer': (peer, { linkId, round, sdp }) => done(linksOf(peer).offer(linkId, round, sdp)),
    'link:answer': (peer, { linkId, ...answer }) => done(linksOf(peer).answer(peer.watcherId, linkId, answer)),
    'link:candidate': (peer, { linkId, ...found }) => done(linksOf(peer).candidate(peer, linkId, found)),
    'link:restart': (peer, { linkId }) => done(linksOf(peer).requestRestart(peer.watcherId, linkId)),
    'link:replace': (peer, { linkId }) => done(linksOf(peer).replace(peer, linkId)),
    'link:refresh-ice': (peer, { linkId }) => linksOf(peer).refreshIce(linkId),
  };
}

/** The reply of a request that only has an effect. */
const done = (_effect: void): Record<string, never> => ({});
