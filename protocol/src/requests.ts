/** Requests travel client → service. Imperative names; every one is acknowledged with a `Reply`. */
import * as z from 'zod/mini';
import { WireError } from './errors.ts';
import type { Role } from './handshake.ts';
import {
  Candidate,
  Epoch,
  HeldLink,
  IceServer,
  LinkId,
  RoomAbout,
  RoomId,
  RoomProof,
  Round,
  Sdp,
  Token,
  WatcherId,
} from './values.ts';

interface RequestSpec {
  /** Who may send it. */
  readonly from: readonly Role[];
  /** Strict: an unknown key is a mistake of the sender and refused. */
  readonly params: z.ZodMiniType;
  /** Tolerant: a newer service may add to it. */
  readonly result: z.ZodMiniType;
}

const nothing = z.strictObject({});
const done = z.object({});

export const requests = {
  'room:open': {
    from: ['presenter'],
    params: z.strictObject({
      roomId: RoomId,
      epoch: Epoch,
      live: z.boolean(),
      about: RoomAbout,
      /** Left out where the handshake carried a valid token for the same room and epoch. */
      proof: z.optional(RoomProof),
      /** What the presenter still holds: a service that has just restarted knows none of it. */
      links: z.array(HeldLink).check(z.maxLength(4096)),
    }),
    result: z.object({
      token: Token,
      /** What a watcher opens. */
      watchUrl: z.string(),
      watchers: z.number(),
      /** Claimed links that the service cannot give back: their watchers have been given others or have left. */
      refused: z.array(LinkId),
    }),
  },
  'room:start': { from: ['presenter'], params: nothing, result: done },
  'room:stop': { from: ['presenter'], params: nothing, result: done },
  'room:describe': { from: ['presenter'], params: z.strictObject({ about: RoomAbout }), result: done },
  'room:leave': { from: ['watcher'], params: nothing, result: done },

  /** Closes the watcher's link and connection; its token is refused from then on. The same again changes nothing. */
  'watcher:remove': { from: ['presenter'], params: z.strictObject({ watcherId: WatcherId }), result: done },

  'link:prepare': {
    from: ['presenter'],
    params: nothing,
    result: z.object({ linkId: LinkId, iceServers: z.array(IceServer) }),
  },
  'link:offer': {
    from: ['presenter'],
    params: z.strictObject({ linkId: LinkId, round: Round, sdp: Sdp }),
    result: done,
  },
  'link:answer': {
    from: ['watcher'],
    params: z.strictObject({ linkId: LinkId, round: Round, sdp: Sdp }),
    result: done,
  },
  'link:candidate': {
    from: ['presenter', 'watcher'],
    params: z.strictObject({ linkId: LinkId, round: Round, candidate: Candidate }),
    result: done,
  },
  /** The watcher asks the presenter for a new round with fresh ICE credentials. */
  'link:restart': { from: ['watcher'], params: z.strictObject({ linkId: LinkId }), result: done },
  /** Either end gives a link up; the same watcher is opened another. */
  'link:replace': { from: ['presenter', 'watcher'], params: z.strictObject({ linkId: LinkId }), result: done },
  /** Fresh ICE servers for a presenter about to restart a link: TURN credentials live minutes. */
  'link:refresh-ice': {
    from: ['presenter'],
    params: z.strictObject({ linkId: LinkId }),
    result: z.object({ iceServers: z.array(IceServer) }),
  },
} as const satisfies Record<string, RequestSpec>;

export type RequestName = keyof typeof requests;
export type RequestParams<N extends RequestName> = z.infer<(typeof requests)[N]['params']>;
export type RequestResult<N extends RequestName> = z.infer<(typeof requests)[N]['result']>;

export type Reply<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: WireError };

/** The reply of a request, its result not yet read. */
export const ReplyEnvelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);
