/**
 * `/whip/<room>` takes what an encoder publishes, and `/whep/<room>` gives it to players, each with
 * a token that the presenter has granted. Only where the service has a relay.
 */
import { Router, text, type ErrorRequestHandler, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import { RoomId } from '@lectern/protocol';
import { readDialed } from '../../door/addresses.ts';
import type { Load } from '../../door/load.ts';
import type { RelayPolicy } from '../../policy.ts';
import type { Clock } from '../../room/clock.ts';
import type { IceSource } from '../../room/ice-source.ts';
import { newLinkId } from '../../room/ids.ts';
import { PerAddress } from '../../room/per-address.ts';
import type { RoomStreams } from '../../relay/whip/room-streams.ts';
import type { StreamUse } from '../../relay/whip/stream-keys.ts';
import { publicPath } from '../public-path.ts';
import { refuse, type Refusal } from './refusal.ts';
import { changeSession, iceLinks, openSession } from './whip-requests.ts';

const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
/** An offer of a browser has some six kilobytes. */
const MAX_BODY_BYTES = 65_536;

const uses = { whip: 'publish', whep: 'play' } as const satisfies Record<string, StreamUse>;

interface WhipDeps {
  readonly config: { readonly trustedProxies: number; readonly publicUrl: string | null };
  readonly relayPolicy: RelayPolicy;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ice: IceSource;
  readonly load: Pick<Load, 'refuses'>;
  /** The service is being stopped. */
  readonly isLeaving: () => boolean;
  /** Undefined where there is no relay. */
  readonly streams: RoomStreams | undefined;
}

export function answerWhip(deps: WhipDeps): Router {
  const router = Router({ strict: true, caseSensitive: true });
  const { streams } = deps;
  if (streams === undefined) return router;
  for (const kind of ['whip', 'whep'] as const) new WhipRoutes(kind, deps, streams).addTo(router);
  return router;
}

class WhipRoutes {
  readonly #kind: keyof typeof uses;
  readonly #deps: WhipDeps;
  readonly #streams: RoomStreams;
  readonly #offers: PerAddress;
  readonly #wrongTokens: PerAddress;

  constructor(kind: keyof typeof uses, deps: WhipDeps, streams: RoomStreams) {
    this.#kind = kind;
    this.#deps = deps;
    this.#streams = streams;
    this.#offers = new PerAddress(deps.clock, deps.relayPolicy.offersPerMinute);
    this.#wrongTokens = new PerAddress(deps.clock, deps.relayPolicy.wrongTokensPerMinute);
  }

  addTo(router: Router): void {
    const endpoint = `/${this.#kind}/:room`;
    const session = `${endpoint}/:session`;
    const read = text({ type: () => true, limit: MAX_BODY_BYTES });
    router.use(`/${this.#kind}`, (_request, response, next) => {
      allowOrigins(response);
      next();
    });
    router.options(endpoint, (request, response) => this.#describe(request, response, 'POST'));
    router.options(session, (request, response) => this.#describe(request, response, 'PATCH, DELETE'));
    const checked =
      (contentType: string, act: (request: Request, response: Response) => Promise<void>) =>
      (request: Request, response: Response): void => {
        if (request.is(contentType) === false) return refuse(response, 'content-type');
        read(request, response, (error?: unknown) => {
          if (error !== undefined) return refuse(response, isTooLong(error) ? 'too-long' : 'not-an-offer');
          return void this.#perform(() => act(request, response), response);
        });
      };
    const open = checked(SDP, (request, response) => this.#open(request, response));
    const change = checked(FRAGMENT, (request, response) => this.#change(request, response));
    router.post(endpoint, (request, response) => {
      const refusal = this.#refusal(request) ?? (request.accepts(SDP) === false ? 'not-acceptable' : undefined);
      if (refusal === undefined) open(request, response);
      else refuse(response, refusal);
    });
    router.patch(session, (request, response) => {
      const refusal = this.#refusal(request);
      if (refusal === undefined) change(request, response);
      else refuse(response, refusal);
    });
    router.delete(session, (request, response) => this.#end(request, response));
    const refuseMethod = (allowed: string) => (_request: Request, response: Response) => {
      refuse(response.set('Allow', allowed), 'method');
    };
    router.all(endpoint, refuseMethod('OPTIONS, POST'));
    router.all(session, refuseMethod('OPTIONS, PATCH, DELETE'));
    const fail: ErrorRequestHandler = (error, _request, response: Response, _next) => this.#fail(response, error);
    router.use(`/${this.#kind}`, fail);
  }

  /** Undefined where the bearer may do here what the address is for. */
  #refusal(request: Request): Refusal | undefined {
    const { load, isLeaving } = this.#deps;
    if (isLeaving() || load.refuses(this.#kind === 'whip' ? 'new-presenter' : 'new-watcher')) return 'busy';
    const address = this.#addressOf(request);
    if (this.#wrongTokens.isSpent(address)) return 'too-many';
    const roomId = roomOf(request);
    const token = /^Bearer +([\w.~+/=-]{1,512})$/i.exec(request.get('authorization') ?? '')?.[1];
    if (roomId === undefined) return 'unknown';
    if (token === undefined) return 'token-missing';
    const access = this.#streams.access(roomId, token);
    if (access === uses[this.#kind]) return undefined;
    // Both are guesses: of a room that is not granted, nobody learns more than of one that is not there.
    this.#wrongTokens.tryConsume(address);
    if (access === 'unknown-room') return 'unknown';
    return access === 'refused' ? 'token-wrong' : 'token-for-other';
  }

  /** With a token, it says which ICE servers to use, as some encoders ask before their offer. */
  #describe(request: Request, response: Response, methods: string): void {
    response.set({ Allow: `OPTIONS, ${methods}`, 'Accept-Post': SDP, 'Accept-Patch': FRAGMENT });
    const roomId = roomOf(request);
    if (request.get('authorization') !== undefined && roomId !== undefined && this.#refusal(request) === undefined) {
      this.#setIce(response, roomId);
    }
    response.status(204).end();
  }

  async #open(request: Request, response: Response): Promise<void> {
    const roomId = roomOf(request);
    if (roomId === undefined) return refuse(response, 'unknown');
    if (!this.#offers.tryConsume(this.#addressOf(request))) return refuse(response, 'too-many');
    const offer: unknown = request.body;
    const use = uses[this.#kind];
    const outcome = await openSession(this.#streams, { roomId, use, offer: typeof offer === 'string' ? offer : '' });
    if ('refusal' in outcome) return refuse(response, outcome.refusal);
    const session = outcome.done;
    this.#setIce(response, roomId);
    const path = `${publicPath(this.#deps.config.publicUrl)}/${this.#kind}/${roomId}/${session.id}`;
    response.status(201).set({ Location: path, ETag: session.etag, 'Accept-Patch': FRAGMENT });
    response.type(SDP).send(session.answer);
  }

  async #change(request: Request, response: Response): Promise<void> {
    const session = this.#sessionOf(request);
    if (session === undefined) return refuse(response, 'unknown');
    const body: unknown = request.body;
    const fragment = typeof body === 'string' ? body : '';
    const outcome = await changeSession(session, { fragment, match: request.get('if-match') });
    if ('refusal' in outcome) return refuse(response, outcome.refusal);
    response.set('ETag', session.etag);
    if (outcome.done === null) return void response.status(204).end();
    return void response.status(200).type(FRAGMENT).send(outcome.done);
  }

  #end(request: Request, response: Response): void {
    const refusal = this.#refusal(request);
    // A session may end while the service is busy.
    if (refusal !== undefined && refusal !== 'busy') return refuse(response, refusal);
    const roomId = roomOf(request);
    const session = this.#sessionOf(request);
    session?.close('asked');
    const id = String(request.params['session']);
    const isKnown = roomId !== undefined && this.#streams.hasEnded(roomId, uses[this.#kind], id);
    if (session === undefined && !isKnown) return refuse(response, 'unknown');
    return void response.status(200).end();
  }

  #sessionOf(request: Request) {
    const roomId = roomOf(request);
    if (roomId === undefined) return undefined;
    return this.#streams.find(roomId, uses[this.#kind], String(request.params['session']));
  }

  #setIce(response: Response, roomId: RoomId): void {
    const side = this.#kind === 'whip' ? 'presenter' : 'watcher';
    const links = iceLinks(this.#deps.ice.grant({ roomId, linkId: newLinkId(), side }));
    if (links !== '') response.set('Link', links);
  }

  async #perform(act: () => Promise<void>, response: Response): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#fail(response, error);
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

function roomOf(request: Request): RoomId | undefined {
  const room = RoomId.safeParse(request.params['room']);
  return room.success ? room.data : undefined;
}

const isTooLong = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
