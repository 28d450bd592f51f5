/**
 * The one entry for requests: sender, shape and pace are checked here. Nothing behind it sees
 * unchecked values.
 */
import type { Logger } from 'pino';
import {
  requests,
  SignalingError,
  type Reply,
  type RequestName,
  type RequestParams,
  type Role,
} from '@lectern/protocol';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { Connection } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import { openRoom, type OpenRoomDeps } from './open-room.ts';
import { roomOf, shortRoomOf, type Peer, type PresenterPeer } from './peer.ts';
import { asWireError, readableIn } from './wire-error.ts';

export interface RequestDeps extends OpenRoomDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly policy: DoorPolicy;
  readonly observer: Pick<DoorObserver, 'requested' | 'limitHit'>;
}

/** A socket, as far as requests need it. */
interface EventSource {
  onAny(listener: (event: string, ...values: unknown[]) => void): unknown;
}

const isRequest = (event: string): event is RequestName => Object.hasOwn(requests, event);

export function bindRequests(
  socket: EventSource,
  connection: Pick<Connection, 'takeMessage' | 'id'>,
  peer: Peer,
  deps: RequestDeps,
): void {
  // The only function that each socket keeps.
  const requester = { connection, peer, deps, unknownEvents: 0 };
  socket.onAny((event, raw, reply) => receive(requester, event, raw, reply));
}

/** Who sends requests over a socket. */
interface Requester {
  readonly connection: Pick<Connection, 'takeMessage' | 'id'>;
  readonly peer: Peer;
  readonly deps: RequestDeps;
  unknownEvents: number;
}

function receive(requester: Requester, event: string, raw: unknown, reply: unknown): void {
  const { connection, peer, deps } = requester;
  if (!isRequest(event)) {
    requester.unknownEvents += 1;
    connection.takeMessage();
    if (requester.unknownEvents <= deps.policy.unknownEvents) return;
    deps.observer.limitHit('unknown-events');
    deps.log.warn(contextOf(requester), 'connection closed: too many unknown events');
    peer.outlet.close();
  } else if (typeof reply === 'function') {
    // `replyTo` never rejects.
    void replyTo(requester, event, raw).then((answer) => reply(answer));
  } else connection.takeMessage(); // Without an acknowledgement it is not a request, but it counts.
}

async function replyTo(requester: Requester, name: RequestName, raw: unknown): Promise<Reply<unknown>> {
  const { connection, peer, deps } = requester;
  const { log, observer } = deps;
  try {
    if (!connection.takeMessage()) throw new SignalingError('too-many');
    const data = await perform(name, peer, raw, deps);
    observer.requested(name, 'ok');
    return { ok: true, data };
  } catch (error) {
    const wire = asWireError(error);
    observer.requested(name, wire.code);
    const context = { ...contextOf(requester), request: name };
    if (!(error instanceof SignalingError)) log.error({ ...context, err: error }, 'request failed');
    else log.debug({ ...context, code: error.code }, 'request refused');
    return { ok: false, error: readableIn(peer.protocol, wire) };
  }
}

/** For the log. */
const contextOf = ({ connection, peer }: Requester) => ({
  connection: connection.id,
  role: peer.role,
  room: shortRoomOf(peer),
});

async function perform(name: RequestName, peer: Peer, raw: unknown, deps: RequestDeps): Promise<unknown> {
  const from: readonly Role[] = requests[name].from;
  if (!from.includes(peer.role)) throw new SignalingError('unauthorized', `not for a ${peer.role}`);
  const parsed = requests[name].params.safeParse(raw);
  if (!parsed.success) throw new SignalingError('bad-request', parsed.error.issues[0]?.path.join('.') ?? '');
  // The types cannot express that the row, its sender and its parameters belong to the same name;
  // the checks above do.
  if (name === 'room:open') return openRoom(deps, peer as PresenterPeer, parsed.data as RequestParams<'room:open'>);
  const room = roomOf(peer);
  // It concerns this connection alone, so the room's owner is not asked.
  return name === 'connection:check' ? {} : room.request(peer, name, parsed.data);
}
