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
  type WireError,
} from '@lectern/protocol';
import type { DoorPolicy } from '../policy.ts';
import type { Clock } from '../room/clock.ts';
import type { Connection } from './connection.ts';
import type { DoorObserver } from './door-observer.ts';
import { openRoom, type OpenRoomDeps } from './open-room.ts';
import { roomOf, shortRoomOf, type Peer, type PresenterPeer } from './peer.ts';

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
  const { log, policy, observer } = deps;
  const { role } = peer;
  const context = () => ({ connection: connection.id, role, room: shortRoomOf(peer) });
  let unknownEvents = 0;

  const replyTo = async (name: RequestName, raw: unknown): Promise<Reply<unknown>> => {
    try {
      if (!connection.takeMessage()) throw new SignalingError('too-many');
      const data = await perform(name, peer, raw, deps);
      observer.requested(name, 'ok');
      return { ok: true, data };
    } catch (error) {
      const wire = asWireError(error);
      observer.requested(name, wire.code);
      if (!(error instanceof SignalingError)) log.error({ ...context(), err: error, request: name }, 'request failed');
      else log.debug({ ...context(), request: name, code: error.code }, 'request refused');
      return { ok: false, error: wire };
    }
  };

  socket.onAny((event, ...values) => {
    const [raw, reply] = values;
    if (!isRequest(event)) {
      unknownEvents += 1;
      connection.takeMessage();
      if (unknownEvents <= policy.unknownEvents) return;
      observer.limitHit('unknown-events');
      log.warn(context(), 'connection closed: too many unknown events');
      peer.outlet.close();
    } else if (typeof reply === 'function') {
      // `replyTo` never rejects.
      void replyTo(event, raw).then((answer) => reply(answer));
    } else connection.takeMessage(); // Without an acknowledgement it is not a request, but it counts.
  });
}

async function perform(name: RequestName, peer: Peer, raw: unknown, deps: RequestDeps): Promise<unknown> {
  const from: readonly Role[] = requests[name].from;
  if (!from.includes(peer.role)) throw new SignalingError('unauthorized', `not for a ${peer.role}`);
  const parsed = requests[name].params.safeParse(raw);
  if (!parsed.success) throw new SignalingError('bad-request', parsed.error.issues[0]?.path.join('.') ?? '');
  // The types cannot express that the row, its sender and its parameters belong to the same name;
  // the checks above do.
  if (name === 'room:open') return openRoom(deps, peer as PresenterPeer, parsed.data as RequestParams<'room:open'>);
  return roomOf(peer).request(peer, name, parsed.data);
}

/** The text of a bug stays in the service. */
export function asWireError(error: unknown): WireError {
  if (!(error instanceof SignalingError)) return { code: 'internal', message: '' };
  const { code, message, epoch, waitMs } = error;
  return { code, message, ...(epoch === undefined ? {} : { epoch }), ...(waitMs === undefined ? {} : { waitMs }) };
}
