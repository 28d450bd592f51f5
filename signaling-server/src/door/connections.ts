/**
 * Turns an admitted socket into a peer in its room, and reports to the room when the socket goes.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Server, Socket } from 'socket.io';
import * as z from 'zod/mini';
import { ADMISSION_HEADER, PRESENTER_KEY_HEADER, SignalingError, spoken, VersionRange } from '@lectern/protocol';
import { shortRoomId } from '../room/ids.ts';
import { dialedUrl, readDialed } from './addresses.ts';
import { admit, type AdmissionDeps, type Admitted } from './admission.ts';
import { checkHint } from './arrival.ts';
import { checkPageOrigin, type PageOriginDeps } from './page-origin.ts';
import { bindRequests, type RequestDeps } from './bind-requests.ts';
import type { Connection, ConnectionDeps, Transport } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import { OpenConnections } from './open-connections.ts';
import type { OpenPeers } from './open-peers.ts';
import type { OwnConnections } from './own-connections.ts';
import type { Peer, PresenterPeer } from './peer.ts';
import type { ReturnChanges } from './return-changes.ts';
import type { Returns } from './returns.ts';
import { reportLost, serveWatcher } from './serve-watcher.ts';
import { claimedNames } from './service-names.ts';
import { SocketOutlet } from './socket-outlet.ts';
import { renewTokens } from './token-renewal.ts';
import type { Tokens } from './tokens.ts';
import { dropUnusedHeaders } from './used-headers.ts';
import { asWireError, readableIn } from './wire-error.ts';

export interface DoorDeps extends AdmissionDeps, RequestDeps, ConnectionDeps, PageOriginDeps {
  readonly config: RequestDeps['config'] &
    PageOriginDeps['config'] & { readonly trustedProxies: number; readonly balancerUrl: string | null };
  readonly tokens: Tokens;
  readonly returns: Pick<Returns, 'withinMs' | 'nextTurnMs'>;
  readonly returnChanges: Pick<ReturnChanges, 'check'>;
  readonly observer: DoorObserver;
  readonly peers: OpenPeers;
  /** The service is being stopped and admits no one. */
  readonly isLeaving: () => boolean;
}

/** What the service's own connections get instead. */
export interface OwnDoor {
  readonly connections: Pick<OwnConnections, 'isOwn'>;
  readonly deps: DoorDeps;
}

/** An admitted client, until its socket has gone. */
interface Served {
  readonly peer: Peer;
  /** The socket has gone. */
  end(): void;
}

/** What a socket carries from its handshake to its connection. */
const admissionOf = (socket: Socket): { admitted?: Admitted | undefined } => socket.data as object;

type AdmittedAs<R extends Admitted['role']> = Extract<Admitted, { role: R }>;

const newChallenge = (): string => randomBytes(32).toString('base64url');

export function serveConnections(io: Server, ordinary: DoorDeps, own: OwnDoor): void {
  const connections = new OpenConnections();
  const depsFor = ({ request }: { readonly request: IncomingMessage }): DoorDeps =>
    own.connections.isOwn(request) ? own.deps : ordinary;
  io.engine.on('connection', (transport: Transport) => {
    dropUnusedHeaders(transport.request);
    connections.add(transport, depsFor(transport));
  });

  const decide = async (socket: Socket, next: (refused?: Error) => void): Promise<void> => {
    const deps = depsFor(socket);
    const connection = connections.get(socket.conn);
    // As if the network were lost: the client tries again, and finds the next instance.
    if (deps.isLeaving()) return socket.conn.close();
    try {
      const admitted = await decideHandshake(socket, connection, deps);
      deps.observer.handshaken(admitted.role, admitted.role === 'watcher' ? admitted.into : 'seat');
      admissionOf(socket).admitted = admitted;
    } catch (error) {
      return next(refusal(error, socket, connection, deps));
    }
    return next();
  };
  // `decide` never rejects.
  io.use((socket, next) => void decide(socket, next));

  io.on('connection', (socket) => {
    const deps = depsFor(socket);
    const { admitted } = admissionOf(socket);
    const connection = connections.get(socket.conn);
    if (admitted === undefined || connection === undefined) return void socket.disconnect(true);
    // Neither is read again, and both hold a token.
    admissionOf(socket).admitted = undefined;
    socket.handshake.auth = {};
    const { role } = admitted;
    connection.admitted(role);
    deps.observer.socketOpened(role);
    const served: Served =
      admitted.role === 'watcher'
        ? serveWatcher(socket, connection, admitted, deps)
        : servePresenter(socket, connection, admitted, deps);
    deps.peers.add(served.peer, socket.conn);
    deps.returnChanges.check(role);
    socket.on('disconnect', () => {
      served.end();
      deps.peers.remove(served.peer);
      deps.observer.socketClosed(role);
    });
  });
}

/** Throws the reason of a refusal. */
async function decideHandshake(socket: Socket, connection: Connection | undefined, deps: DoorDeps): Promise<Admitted> {
  const dialed = readDialed(socket.request, deps.config.trustedProxies);
  const { addressKey } = dialed;
  const header = (name: string): string | undefined => {
    const value = socket.request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const caller = {
    addressKey,
    presenterKey: header(PRESENTER_KEY_HEADER),
    admission: header(ADMISSION_HEADER),
    isUnused: connection?.isUnused === true,
    isHere: () => socket.conn.readyState === 'open',
  };
  checkPageOrigin(deps, socket.request, dialed);
  checkHint(socket.request, deps.config);
  const admitted = await admit(deps, socket.handshake.auth, caller);
  if (admitted.role === 'watcher') leaveUnlessArrived(admitted, deps.log);
  if (admitted.role === 'watcher' && connection?.mayBe(admitted.watcherId) !== true) {
    deps.observer.limitHit('watchers-per-connection');
    throw new SignalingError('too-many', 'another watcher has joined over this connection');
  }
  return admitted;
}

/**
 * Socket.IO lets a socket in within this turn, or not at all: its connection has gone, or it is
 * refused.
 */
function leaveUnlessArrived({ early, room, watcherId }: AdmittedAs<'watcher'>, log: Logger): void {
  if (early === undefined) return;
  setImmediate(() => {
    if (!early.hasArrived) reportLost(room, { role: 'watcher', watcherId, outlet: early }, log);
  });
}

function servePresenter(
  socket: Socket,
  connection: Connection,
  { protocol, claims, identity, dialed: dialedAddress }: AdmittedAs<'presenter'>,
  deps: DoorDeps,
): Served {
  const { config, clock, log } = deps;
  const outlet = new SocketOutlet(socket);
  const dialed = readDialed(socket.request, config.trustedProxies);
  const challenge = newChallenge();
  const peer: PresenterPeer = {
    role: 'presenter',
    protocol,
    outlet,
    connection: connection.id,
    dialed,
    claimedNames: claimedNames(dialedAddress, socket.request.headers),
    reached: { serviceUrl: dialedUrl(dialed, deps.port(), dialedAddress), isLocal: dialed.isLocal },
    claims,
    identity,
    challenge,
    standing: { kind: 'challenged' },
    unsubscribe: () => undefined,
  };
  deps.presenters.add(peer);
  bindRequests(socket, connection, peer, deps);
  const stopRenewal = renewTokens(deps, peer, async () =>
    peer.standing.kind === 'opened'
      ? deps.tokens.forPresenter({ roomId: peer.standing.room.roomId, epoch: peer.standing.epoch })
      : null,
  );
  const returnWithinMs = deps.returns.withinMs('presenter');
  outlet.notify('presenter:challenged', { protocol, challenge, now: clock.now(), returnWithinMs });
  const end = (): void => {
    stopRenewal();
    deps.presenters.delete(peer);
    peer.unsubscribe();
    const { standing } = peer;
    peer.standing = { kind: 'gone' };
    if (standing.kind !== 'opened' && standing.kind !== 'entering') return;
    reportLost(standing.room, peer, deps.log);
    log.info({ connection: connection.id, room: shortRoomId(standing.room.roomId) }, 'presenter disconnected');
  };
  return { peer, end };
}

/** What a handshake says of itself before it is checked. */
const Claimed = z.object({ role: z.enum(['presenter', 'watcher']), protocol: z.catch(VersionRange, spoken) });

/** The failure as Socket.IO carries it to the client: a `WireError` in `err.data`. */
function refusal(
  error: unknown,
  socket: Socket,
  connection: Connection | undefined,
  { log, observer }: DoorDeps,
): Error & { data: unknown } {
  const data = asWireError(error);
  const claimed = Claimed.safeParse(socket.handshake.auth);
  const context = { connection: connection?.id, role: claimed.success ? claimed.data.role : 'unknown' } as const;
  observer.handshaken(context.role, data.code);
  if (!(error instanceof SignalingError)) log.error({ ...context, err: error }, 'admission failed');
  else log.debug({ ...context, code: data.code }, 'handshake refused');
  const read = readableIn(claimed.data?.protocol.newest ?? spoken.newest, data);
  return Object.assign(new Error(read.code), { data: read });
}
