/** From an admitted socket to a peer in its room, and out again when the socket goes. */
import type { Server, Socket } from 'socket.io';
import { PRESENTER_KEY_HEADER, SignalingError } from '@lectern/protocol';
import { readDialed, serviceNames } from './addresses.ts';
import { admit, type Admitted } from './admission.ts';
import { asWireError, bindRequests } from './bind-requests.ts';
import type { Cancel } from './clock.ts';
import { newChallenge } from './ids.ts';
import { shortRoom } from './log.ts';
import type { Outlet } from './outlet.ts';
import type { Parts } from './parts.ts';
import type { PresenterPeer } from './peer.ts';
import { requestHandlers } from './requests/handlers.ts';

type As<R extends Admitted['role']> = Extract<Admitted, { role: R }>;

const outletOf = (socket: Socket): Outlet => ({
  notify: (name, payload) => void socket.emit(name, payload),
  // The client hears that it was the service's will, and does not come back by itself.
  close: () => void socket.disconnect(true),
});

export function serveConnections(io: Server, parts: Parts): void {
  const handlers = requestHandlers(parts);
  const admissions = new WeakMap<Socket, Admitted>();

  const handshakes = new WeakMap<Socket['conn'], number>();

  /** One connection may try again, but not for ever, nor join for ever. */
  const isOneTooMany = ({ conn }: Socket): boolean => {
    const count = (handshakes.get(conn) ?? 0) + 1;
    handshakes.set(conn, count);
    return count > parts.config.load.handshakesPerConnection;
  };

  const decide = async (socket: Socket, next: (refused?: Error) => void): Promise<void> => {
    if (isOneTooMany(socket)) {
      socket.conn.close();
      return next(new Error('too many handshakes'));
    }
    const { addressKey } = readDialed(socket.request, parts.config.trustedProxies);
    const header = socket.request.headers[PRESENTER_KEY_HEADER];
    const presenterKey = typeof header === 'string' ? header : undefined;
    try {
      admissions.set(socket, await admit(parts, socket.handshake.auth, { addressKey, presenterKey }));
    } catch (error) {
      return next(refusal(error, parts));
    }
    return next();
  };
  // `decide` never rejects.
  io.use((socket, next) => void decide(socket, next));

  io.on('connection', (socket) => {
    const admitted = admissions.get(socket);
    if (admitted?.role === 'watcher') serveWatcher(socket, admitted);
    else if (admitted?.role === 'presenter') servePresenter(socket, admitted);
  });

  function serveWatcher(socket: Socket, { protocol, roomId, watcherId, token, holds }: As<'watcher'>): void {
    const outlet = outletOf(socket);
    const room = parts.rooms.find(roomId);
    try {
      if (room === undefined) throw new SignalingError('room-unknown');
      outlet.notify('room:joined', { protocol, watcherId, token, ...room.join({ watcherId, outlet, holds }) });
    } catch (error) {
      // The room has changed between admission and now: the client comes back and is told.
      if (!(error instanceof SignalingError)) parts.log.error({ err: error }, 'join failed');
      socket.conn.close();
      return;
    }
    bindRequests(socket, { role: 'watcher', outlet, watcherId, room }, handlers, parts);
    const stop = keepRenewing(parts, () => parts.tokens.forWatcher({ roomId, watcherId }), outlet);
    socket.on('disconnect', () => {
      stop();
      room.watcherLost(watcherId, outlet);
    });
  }

  function servePresenter(socket: Socket, { protocol, claims }: As<'presenter'>): void {
    const { config, clock, log } = parts;
    const outlet = outletOf(socket);
    const dialed = readDialed(socket.request, config.trustedProxies);
    const services = serviceNames(config.publicUrl, dialed, socket.request.headers.host);
    const challenge = newChallenge();
    const peer: PresenterPeer = {
      role: 'presenter',
      outlet,
      dialed,
      services,
      claims,
      challenge,
      standing: { kind: 'challenged' },
    };
    bindRequests(socket, peer, handlers, parts);
    const stop = keepRenewing(parts, () => tokenOf(peer), outlet);
    outlet.notify('presenter:challenged', { protocol, challenge, now: clock.now() });
    socket.on('disconnect', () => {
      stop();
      const { standing } = peer;
      peer.standing = { kind: 'gone' };
      if (standing.kind !== 'opened') return;
      standing.room.presenterLost(outlet);
      log.info({ room: shortRoom(standing.room.id) }, 'presenter disconnected');
    });
  }

  async function tokenOf({ standing }: PresenterPeer): Promise<string | null> {
    if (standing.kind !== 'opened') return null;
    return parts.tokens.forPresenter({ roomId: standing.room.id, epoch: standing.epoch });
  }
}

/** The failure as Socket.IO carries it to the client: a `WireError` in `err.data`. */
function refusal(error: unknown, { log }: Parts): Error & { data: unknown } {
  if (!(error instanceof SignalingError)) log.error({ err: error }, 'admission failed');
  const data = asWireError(error);
  return Object.assign(new Error(data.code), { data });
}

/** A connected client never sees its token expire: at half of its life it is sent the next. */
function keepRenewing(parts: Parts, issue: () => Promise<string | null>, outlet: Outlet): Cancel {
  const { clock, tokens, log } = parts;
  let cancel: Cancel | undefined;
  const renew = async (): Promise<void> => {
    schedule();
    try {
      const token = await issue();
      if (token !== null) outlet.notify('token:renewed', { token });
    } catch (error) {
      log.error({ err: error }, 'token not renewed');
    }
  };
  const schedule = (): void => {
    cancel = clock.after(tokens.ttlMs / 2, () => void renew());
  };
  schedule();
  return () => cancel?.();
}
