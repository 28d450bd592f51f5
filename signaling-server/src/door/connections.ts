/**
 * Turns an admitted socket into a peer in its room, and reports to the room when the socket goes.
 */
import { randomBytes } from 'node:crypto';
import type { Server, Socket } from 'socket.io';
import { ADMISSION_HEADER, PRESENTER_KEY_HEADER, SignalingError } from '@lectern/protocol';
import { shortRoomId } from '../room/ids.ts';
import { dialedUrl, readDialed } from './addresses.ts';
import { admit, type AdmissionDeps, type Admitted } from './admission.ts';
import { checkPageOrigin, type PageOriginDeps } from './page-origin.ts';
import { asWireError, bindRequests, type RequestDeps } from './bind-requests.ts';
import { Connection, type ConnectionDeps, type Transport } from './connection.ts';
import type { PresenterPeer } from './peer.ts';
import { reportLost, serveWatcher } from './serve-watcher.ts';
import { claimedNames } from './service-names.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { renewTokens } from './token-renewal.ts';
import type { Tokens } from './tokens.ts';

export interface DoorDeps extends AdmissionDeps, RequestDeps, ConnectionDeps, PageOriginDeps {
  readonly config: RequestDeps['config'] & PageOriginDeps['config'] & { readonly trustedProxies: number };
  readonly tokens: Tokens;
}

type AdmittedAs<R extends Admitted['role']> = Extract<Admitted, { role: R }>;

const newChallenge = (): string => randomBytes(32).toString('base64url');

export function serveConnections(io: Server, deps: DoorDeps): void {
  const admissions = new WeakMap<Socket, Admitted>();
  const connections = new WeakMap<Transport, Connection>();
  io.engine.on('connection', (transport: Transport) => connections.set(transport, new Connection(transport, deps)));

  const decide = async (socket: Socket, next: (refused?: Error) => void): Promise<void> => {
    const dialed = readDialed(socket.request, deps.config.trustedProxies);
    const { addressKey } = dialed;
    const header = (name: string): string | undefined => {
      const value = socket.request.headers[name];
      return typeof value === 'string' ? value : undefined;
    };
    const caller = { addressKey, presenterKey: header(PRESENTER_KEY_HEADER), admission: header(ADMISSION_HEADER) };
    try {
      checkPageOrigin(deps, socket.request, dialed);
      const admitted = await admit(deps, socket.handshake.auth, caller);
      if (admitted.role === 'watcher' && connections.get(socket.conn)?.mayBe(admitted.watcherId) !== true) {
        throw new SignalingError('too-many', 'another watcher has joined over this connection');
      }
      admissions.set(socket, admitted);
    } catch (error) {
      return next(refusal(error, deps));
    }
    return next();
  };
  // `decide` never rejects.
  io.use((socket, next) => void decide(socket, next));

  io.on('connection', (socket) => {
    const admitted = admissions.get(socket);
    const connection = connections.get(socket.conn);
    if (admitted === undefined || connection === undefined) return void socket.disconnect(true);
    connection.admitted(admitted.role);
    if (admitted.role === 'watcher') serveWatcher(socket, connection, admitted, deps);
    else servePresenter(socket, connection, admitted, deps);
  });
}

function servePresenter(
  socket: Socket,
  connection: Connection,
  { protocol, claims, identity, dialed: dialedAddress }: AdmittedAs<'presenter'>,
  deps: DoorDeps,
): void {
  const { config, clock, log } = deps;
  const outlet = new SocketOutlet(socket);
  const dialed = readDialed(socket.request, config.trustedProxies);
  const challenge = newChallenge();
  const peer: PresenterPeer = {
    role: 'presenter',
    protocol,
    outlet,
    dialed,
    claimedNames: claimedNames(dialedAddress, socket.request.headers),
    reached: { serviceUrl: dialedUrl(dialed, deps.port(), dialedAddress), isLocal: dialed.isLocal },
    claims,
    identity,
    challenge,
    standing: { kind: 'challenged' },
    stopFollowing: () => undefined,
  };
  deps.presenters.add(peer);
  bindRequests(socket, connection, peer, deps);
  const stopRenewal = renewTokens(deps, outlet, async () =>
    peer.standing.kind === 'opened'
      ? deps.tokens.forPresenter({ roomId: peer.standing.room.roomId, epoch: peer.standing.epoch })
      : null,
  );
  outlet.notify('presenter:challenged', { protocol, challenge, now: clock.now() });
  socket.on('disconnect', () => {
    stopRenewal();
    deps.presenters.delete(peer);
    peer.stopFollowing();
    const { standing } = peer;
    peer.standing = { kind: 'gone' };
    if (standing.kind !== 'opened' && standing.kind !== 'entering') return;
    reportLost(standing.room, peer, deps.log);
    log.info({ room: shortRoomId(standing.room.roomId) }, 'presenter disconnected');
  });
}

/** The failure as Socket.IO carries it to the client: a `WireError` in `err.data`. */
function refusal(error: unknown, { log }: DoorDeps): Error & { data: unknown } {
  const data = asWireError(error);
  if (error instanceof SignalingError) log.debug({ code: data.code }, 'handshake refused');
  else log.error({ err: error }, 'admission failed');
  return Object.assign(new Error(data.code), { data });
}
