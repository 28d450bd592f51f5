/**
 * `/whip/<room>` takes what an encoder publishes, and `/whep/<room>` gives it to players, each with
 * a token that the presenter has granted. Only where the service has a relay.
 */
import { Router, text, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { RoomId, SignalingError, type IceServer } from '@lectern/protocol';
import type { FindRoom } from '../../cluster/room-port.ts';
import type { StreamAnswer, StreamAsk } from '../../cluster/stream-asks.ts';
import { readDialed } from '../../door/addresses.ts';
import type { Load } from '../../door/load.ts';
import type { RelayPolicy } from '../../policy.ts';
import type { Clock } from '../../room/clock.ts';
import { PerAddress } from '../../room/per-address.ts';
import { publicPath } from '../public-path.ts';
import { isRefusal, refuse, type Refusal } from './refusal.ts';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
/** An offer of a browser has some six kilobytes. */
const MAX_BODY_BYTES = 65_536;

const uses = { whip: 'publish', whep: 'play' } as const satisfies Record<string, StreamAsk['use']>;

interface WhipDeps {
  readonly config: { readonly trustedProxies: number; readonly publicUrl: string | null };
  readonly relayPolicy: RelayPolicy;
  readonly clock: Clock;
  readonly log: Logger;
  readonly load: Pick<Load, 'refuses'>;
  /** The service is being stopped. */
  readonly isLeaving: () => boolean;
  /** Undefined where there is none. */
  readonly relay: object | undefined;
  /** A stream is where its room runs. */
  readonly findRoom: FindRoom;
}

export function answerWhip(deps: WhipDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  if (deps.relay === undefined) return router;
  for (const kind of ['whip', 'whep'] as const) new WhipRoutes(kind, deps).addTo(router);
  return router;
}

/** Ends a request that is not done. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

type Handle = (request: Request, response: Response) => Promise<void>;

class WhipRoutes {
  readonly #kind: keyof typeof uses;
  readonly #deps: WhipDeps;
  readonly #offers: PerAddress;
  readonly #wrongTokens: PerAddress;

  constructor(kind: keyof typeof uses, deps: WhipDeps) {
    this.#kind = kind;
    this.#deps = deps;
    this.#offers = new PerAddress(deps.clock, deps.relayPolicy.offersPerMinute);
    this.#wrongTokens = new PerAddress(deps.clock, deps.relayPolicy.wrongTokensPerMinute);
  }

  addTo(router: Router): void {
    const endpoint = `/${this.#kind}/:room`;
    const session = `${endpoint}/:session`;
    const perform = (handle: Handle) => (request: Request, response: Response) =>
      void this.#perform(handle, request, response);
    router.use(`/${this.#kind}`, (_request, response, next) => {
      allowOrigins(response);
      next();
    });
    router.options(
      endpoint,
      perform((request, response) => this.#describe(request, response, 'POST')),
    );
    router.options(
      session,
      perform((request, response) => this.#describe(request, response, 'PATCH, DELETE')),
    );
    router.post(
      endpoint,
      perform((request, response) => this.#open(request, response)),
    );
    router.patch(
      session,
      perform((request, response) => this.#change(request, response)),
    );
    router.delete(
      session,
      perform((request, response) => this.#end(request, response)),
    );
    const refuseMethod = (allowed: string) => (_request: Request, response: Response) => {
      refuse(response.set('Allow', allowed), 'method');
    };
    router.all(endpoint, refuseMethod('OPTIONS, POST'));
    router.all(session, refuseMethod('OPTIONS, PATCH, DELETE'));
    const fail: ErrorRequestHandler = (error, _request, response: Response, _next) => this.#fail(response, error);
    router.use(`/${this.#kind}`, fail);
  }

  /** With a token, it says which ICE servers to use, as some encoders ask before their offer. */
  async #describe(request: Request, response: Response, methods: string): Promise<void> {
    response.set({ Allow: `OPTIONS, ${methods}`, 'Accept-Post': SDP, 'Accept-Patch': FRAGMENT });
    try {
      const isAsked = request.get('authorization') !== undefined;
      if (isAsked) setLinks(response, (await this.#ask(request, { type: 'describe' })).iceServers);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    response.status(204).end();
  }

  async #open(request: Request, response: Response): Promise<void> {
    await this.#ask(request, { type: 'check' });
    if (request.accepts(SDP) === false) throw new Refused('not-acceptable');
    const offer = await bodyOf(request, response, SDP);
    if (!this.#offers.tryConsume(this.#addressOf(request))) throw new Refused('too-many');
    const { session = '', etag = '', sdp = '', iceServers } = await this.#ask(request, { type: 'open', offer });
    setLinks(response, iceServers);
    const path = `${publicPath(this.#deps.config.publicUrl)}/${this.#kind}/${roomOf(request)}/${session}`;
    response.status(201).set({ Location: path, ETag: etag, 'Accept-Patch': FRAGMENT });
    response.type(SDP).send(sdp);
  }

  async #change(request: Request, response: Response): Promise<void> {
    await this.#ask(request, { type: 'check' });
    const fragment = await bodyOf(request, response, FRAGMENT);
    const match = request.get('if-match');
    const act = { type: 'change', session: sessionOf(request), fragment } as const;
    const changed = await this.#ask(request, match === undefined ? act : { ...act, match });
    if (changed.etag !== undefined) response.set('ETag', changed.etag);
    if (changed.fragment === undefined) response.status(204).end();
    else response.status(200).type(FRAGMENT).send(changed.fragment);
  }

  async #end(request: Request, response: Response): Promise<void> {
    // A session may end while the service is busy.
    await this.#ask(request, { type: 'check' }, { isUrgent: true });
    await this.#ask(request, { type: 'end', session: sessionOf(request) }, { isUrgent: true });
    response.status(200).end();
  }

  /**
   * Of the instance that runs the room. Rejects with `Refused`, also where the bearer may not do
   * here what the address is for.
   */
  async #ask(request: Request, act: StreamAsk['act'], { isUrgent = false } = {}): Promise<StreamAnswer> {
    const { load, isLeaving, findRoom } = this.#deps;
    const isBusy = isLeaving() || load.refuses(this.#kind === 'whip' ? 'new-presenter' : 'new-watcher');
    if (isBusy && !isUrgent) throw new Refused('busy');
    const address = this.#addressOf(request);
    if (this.#wrongTokens.isSpent(address)) throw new Refused('too-many');
    const roomId = roomOf(request);
    const token = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(request.get('authorization') ?? '')?.[1];
    if (token === undefined) throw new Refused('token-missing');
    const answer = await findRoom(roomId).stream({ use: uses[this.#kind], token, act });
    const { refusal } = answer;
    if (refusal === undefined) return answer;
    // All of them are guesses: of a room that is not granted, nobody learns more than of one that is not there.
    if (act.type === 'check' || act.type === 'describe') this.#wrongTokens.tryConsume(address);
    throw new Refused(isRefusal(refusal) ? refusal : 'failed');
  }

  async #perform(handle: Handle, request: Request, response: Response): Promise<void> {
    try {
      await handle(request, response);
    } catch (error) {
      if (error instanceof Refused) refuse(response, error.refusal);
      // Its room moves, or the instance that runs it does not answer.
      else if (error instanceof SignalingError) refuse(response, 'busy');
      else this.#fail(response, error);
    }
  }

  #addressOf(request: Request): string {
    return readDialed(request, this.#deps.config.trustedProxies).addressKey;
  }

  #fail(response: Response, error: unknown): void {
    this.#deps.log.error({ err: error }, 'a request of a stream failed');
    if (response.headersSent) response.destroy();
    else refuse(response, 'failed');
  }
}

/** Any page may publish and play with a token: there is nothing else that would say who it is. */
function allowOrigins(response: Response): void {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'OPTIONS, POST, PATCH, DELETE',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, If-Match, ETag',
    'Access-Control-Expose-Headers': 'Location, Link, ETag, Accept-Patch, Accept-Post, Retry-After',
    'Access-Control-Max-Age': '600',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'no-store',
  });
}

/** Throws `Refused`. */
function roomOf(request: Request): RoomId {
  const room = RoomId.safeParse(request.params['room']);
  if (!room.success) throw new Refused('unknown');
  return room.data;
}

const sessionOf = (request: Request): string => String(request.params['session']);

/** One `Link` header for all servers (RFC 9725, section 4.6). */
function setLinks(response: Response, servers: readonly IceServer[] = []): void {
  const links = servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) => {
      const access =
        username === undefined || credential === undefined
          ? ''
          : `; username="${username}"; credential="${credential}"; credential-type="password"`;
      return `<${url}>; rel="ice-server"${access}`;
    }),
  );
  if (links.length > 0) response.set('Link', links.join(', '));
}

const read = text({ type: () => true, limit: MAX_BODY_BYTES });

/** Rejects with `Refused`. */
async function bodyOf(request: Request, response: Response, contentType: string): Promise<string> {
  if (request.is(contentType) === false) throw new Refused('content-type');
  const error = await new Promise<unknown>((resolve) => read(request, response, resolve));
  if (error !== undefined) throw new Refused(isTooLong(error) ? 'too-long' : 'not-an-offer');
  const body: unknown = request.body;
  return typeof body === 'string' ? body : '';
}

const isTooLong = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
