/** The one door for requests: who may ask, what shape it has, how a failure leaves. Nothing behind it sees unknown values. */
import {
  Bucket,
  requests,
  SignalingError,
  type Reply,
  type RequestName,
  type RequestParams,
  type RequestResult,
  type Role,
} from '@lectern/protocol';
import type { Parts } from './parts.ts';
import type { Peer } from './peer.ts';

type PeerOf<N extends RequestName> = Extract<Peer, { role: (typeof requests)[N]['from'][number] }>;

/** Leaving one out does not compile. */
export type RequestHandlers = {
  readonly [N in RequestName]: (
    peer: PeerOf<N>,
    params: RequestParams<N>,
  ) => RequestResult<N> | Promise<RequestResult<N>>;
};

interface Door {
  onAny(listener: (event: string, ...values: unknown[]) => void): unknown;
}

const isRequest = (event: string): event is RequestName => Object.hasOwn(requests, event);

export function bindRequests(door: Door, peer: Peer, handlers: RequestHandlers, parts: Parts): void {
  const { clock, config, log } = parts;
  const { presenterMessages, watcherMessages } = config.load;
  const bucket = new Bucket(peer.role === 'presenter' ? presenterMessages : watcherMessages, () => clock.now());
  let unknownEvents = 0;

  const perform = async (name: RequestName, raw: unknown): Promise<Reply<unknown>> => {
    try {
      if (!bucket.take()) throw new SignalingError('too-many');
      return { ok: true, data: await settle(name, peer, raw, handlers) };
    } catch (error) {
      if (!(error instanceof SignalingError)) log.error({ err: error, request: name }, 'request failed');
      return { ok: false, error: asWireError(error) };
    }
  };

  door.onAny((event, ...values) => {
    const [raw, reply] = values;
    if (!isRequest(event)) {
      unknownEvents += 1;
      if (unknownEvents <= config.load.unknownEvents) return;
      log.warn({ role: peer.role }, 'closed for speaking another language');
      peer.outlet.close();
    } else if (typeof reply === 'function') {
      // `perform` never rejects.
      void perform(event, raw).then((answer) => reply(answer));
    } else bucket.take(); // Without an acknowledgement it is not a request; it counts all the same.
  });
}

/** Here alone the types cannot follow: the row, its peer and its handler belong to the same name. */
async function settle<N extends RequestName>(name: N, peer: Peer, raw: unknown, handlers: RequestHandlers) {
  const from: readonly Role[] = requests[name].from;
  if (!from.includes(peer.role)) throw new SignalingError('unauthorized', `not for a ${peer.role}`);
  const parsed = requests[name].params.safeParse(raw);
  if (!parsed.success) throw new SignalingError('bad-request', parsed.error.issues[0]?.path.join('.') ?? '');
  return handlers[name](peer as PeerOf<N>, parsed.data as RequestParams<N>);
}

/** A bug's text stays here. */
export function asWireError(error: unknown): { code: SignalingError['code']; message: string } {
  if (!(error instanceof SignalingError)) return { code: 'internal', message: '' };
  return { code: error.code, message: error.message };
}
