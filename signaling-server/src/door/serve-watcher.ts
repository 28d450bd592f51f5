/**
 * A watcher's socket, from its admission to its end: it may wait for the room to be opened and in the
 * lobby, and joins on the same connection.
 */
import { SignalingError } from '@lectern/protocol';
import type { Logger } from 'pino';
import type { Socket } from 'socket.io';
import type { RoomPort } from '../cluster/room-port.ts';
import type { Cancel } from '../room/clock.ts';
import type { Entry } from '../room/entrance.ts';
import { shortRoomId } from '../room/ids.ts';
import type { Member } from '../room/room.ts';
import type { AdmissionDeps, Admitted } from './admission.ts';
import { bindRequests, type RequestDeps } from './bind-requests.ts';
import type { Connection } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import type { Peer } from './peer.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { renewTokens } from './token-renewal.ts';
import { watcherClaims } from './tokens.ts';

type WatcherDeps = AdmissionDeps & RequestDeps & { readonly observer: Pick<DoorObserver, 'handshaken'> };
type AdmittedWatcher = Extract<Admitted, { role: 'watcher' }>;

export function serveWatcher(
  socket: Socket,
  connection: Connection,
  admitted: AdmittedWatcher,
  deps: WatcherDeps,
): Peer {
  const { protocol, roomId, watcherId, into } = admitted;
  const outlet = new SocketOutlet(socket);
  const room = deps.findRoom(roomId);
  const peer = { role: 'watcher', outlet, watcherId, room } as const;
  // Bound at once: requests that arrive while the join is under way are carried out after it.
  bindRequests(socket, connection, peer, deps);
  let { applicant } = admitted;
  let entry: Entry = { into: into === 'lobby' ? 'lobby' : 'seat', generation: applicant.generation ?? null };
  const issueToken = (): Promise<string> => deps.tokens.forWatcher(watcherClaims({ roomId, watcherId }, entry));
  const cancels = new Map<'opening' | 'renewal', Cancel>();
  const cancelLater = (what: 'opening' | 'renewal', cancel: Cancel): void => {
    cancels.get(what)?.();
    cancels.set(what, cancel);
  };
  const fail = (error: unknown): void => {
    const context = { connection: connection.id, room: shortRoomId(roomId) };
    if (!(error instanceof SignalingError)) deps.log.error({ ...context, err: error }, 'join failed');
    else deps.log.debug({ ...context, code: error.code }, 'join refused after admission');
    // The room has changed since admission: the client reconnects and its handshake is refused with
    // the reason.
    socket.conn.close();
  };

  const enter = async (token: string): Promise<void> => {
    if (!socket.connected) return;
    cancelLater('renewal', renewTokens(deps, outlet, issueToken));
    if (entry.into === 'seat') {
      return await room.join({ ...applicant, outlet, welcome: { protocol, watcherId, token } });
    }
    const { generation } = entry;
    const welcome = { protocol, token };
    await room.awaitAdmission({ watcherId, outlet, generation, onAdmitted: () => void checkIn().catch(fail), welcome });
    if (!socket.connected) reportLost(room, peer, deps.log);
  };
  const checkIn = async (): Promise<void> => {
    entry = await room.checkSeat(applicant);
    applicant = { ...applicant, generation: entry.generation };
    deps.observer.handshaken('watcher', entry.into);
    await enter(await issueToken());
  };
  const awaitOpening = async (): Promise<void> => {
    outlet.notify('room:awaited', { protocol });
    const cancel = await room.awaitOpening(() => void checkIn().catch(fail));
    if (socket.connected) cancelLater('opening', cancel);
    else cancel();
  };

  outlet.onRenewal = (generation) => {
    entry = { ...entry, generation };
    issueToken().then((token) => outlet.notify('token:renewed', { token }), fail);
  };
  socket.on('disconnect', () => {
    for (const cancel of cancels.values()) cancel();
    reportLost(room, peer, deps.log);
  });
  (admitted.token === undefined ? awaitOpening() : enter(admitted.token)).catch(fail);
  return peer;
}

export function reportLost(room: RoomPort, member: Member, log: Logger): void {
  room.lost(member).catch((error: unknown) => log.debug({ err: error, role: member.role }, 'lost socket not reported'));
}
