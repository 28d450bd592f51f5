/**
 * Requests travel from a client to the service. Imperative names; each is acknowledged with a
 * `Reply`.
 */
import * as z from 'zod/mini';
import { Decoders } from './decoders.ts';
import { WireError } from './errors.ts';
import type { Role } from './handshake.ts';
import { EntryRules } from './passcode.ts';
import { SaidMessage } from './relay.ts';
import {
  Candidate,
  Epoch,
  FirstPicture,
  HeldLink,
  IceServer,
  LinkId,
  RoomAbout,
  RoomId,
  RoomProof,
  RoomReport,
  Round,
  Sdp,
  Token,
  WatcherId,
} from './values.ts';

interface RequestSpec {
  /** Who may send it. */
  readonly from: readonly Role[];
  /** Strict: an unknown key is refused. */
  readonly params: z.ZodMiniType;
  /** Tolerant: a newer service may add to it. */
  readonly result: z.ZodMiniType;
}

/** Watchers removed by hand while their tokens are valid are far fewer. */
export const MAX_REMOVED_IN_OPENING = 1024;
/** The app names the watchers that one press lets in. */
export const MAX_ADMITTED_AT_ONCE = 1024;

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
      /** May be left out if the handshake carried a token for the same room and epoch. */
      proof: z.optional(RoomProof),
      /**
       * Claimed links that the presenter still holds: a service that has just restarted knows none.
       */
      links: z.array(HeldLink).check(z.maxLength(4096)),
      /**
       * Since version 3: the watchers that the presenter has removed, which a service that has just
       * restarted does not know.
       */
      removed: z.optional(z.array(WatcherId).check(z.maxLength(MAX_REMOVED_IN_OPENING))),
      /** Since version 3. Without it everybody with the link may enter. */
      entry: z.optional(EntryRules),
      /** Since version 3: the links of this room use TURN only. */
      turnOnly: z.optional(z.boolean()),
      /** Since version 3: this app can publish to the relay. */
      publishes: z.optional(z.boolean()),
    }),
    result: z.object({
      token: Token,
      /** The link for watchers. */
      watchUrl: z.string(),
      watchers: z.number(),
      /** Held links that the service cannot give back: their watchers have others or have left. */
      refused: z.array(LinkId),
      /** Whether the service offers TURN; missing from an older one. */
      hasTurn: z.catch(z.optional(z.boolean()), undefined),
    }),
  },
  'room:start': {
    from: ['presenter'],
    /** Since version 3: `turnOnly` as in `room:open`. */
    params: z.strictObject({ turnOnly: z.optional(z.boolean()) }),
    result: done,
  },
  'room:stop': { from: ['presenter'], params: nothing, result: done },
  'room:describe': { from: ['presenter'], params: z.strictObject({ about: RoomAbout }), result: done },
  /** Since version 3, about every ten seconds. Only for the service's figures. */
  'room:report': { from: ['presenter'], params: RoomReport, result: done },
  /** Changes who may enter. */
  'entry:change': { from: ['presenter'], params: z.strictObject({ entry: EntryRules }), result: done },
  /**
   * Lets watchers in that wait in the lobby: these, or all. Naming one that has gone does no harm.
   */
  'lobby:admit': {
    from: ['presenter'],
    params: z.strictObject({ watcherIds: z.optional(z.array(WatcherId).check(z.maxLength(MAX_ADMITTED_AT_ONCE))) }),
    result: done,
  },
  /**
   * Since version 3. Any reply shows that the connection is alive. A half-open one stays silent,
   * and the client opens another.
   */
  'connection:check': { from: ['presenter', 'watcher'], params: nothing, result: done },
  'room:leave': { from: ['watcher'], params: nothing, result: done },

  /**
   * Closes the watcher's link and connection; its token is refused from then on. Repeating it
   * changes nothing.
   */
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
    /** Since version 3: `decodes`, what the watcher's browser decodes. Without it, VP8 alone. */
    params: z.strictObject({ linkId: LinkId, round: Round, sdp: Sdp, decodes: z.optional(Decoders) }),
    result: done,
  },
  'link:candidate': {
    from: ['presenter', 'watcher'],
    params: z.strictObject({ linkId: LinkId, round: Round, candidate: Candidate }),
    result: done,
  },
  /**
   * Since version 3: what goes over the data channel of other links, where this link has none.
   */
  'link:say': {
    from: ['presenter', 'watcher'],
    params: z.strictObject({ linkId: LinkId, message: SaidMessage }),
    result: done,
  },
  /** Since version 3, once: the watcher has its first picture. Only for the service's figures. */
  'link:connected': { from: ['watcher'], params: FirstPicture, result: done },
  /** The watcher asks the presenter for a new round with fresh ICE credentials. */
  'link:restart': { from: ['watcher'], params: z.strictObject({ linkId: LinkId }), result: done },
  /** Either end gives the link up; another is opened for the same watcher. */
  'link:replace': { from: ['presenter', 'watcher'], params: z.strictObject({ linkId: LinkId }), result: done },
  /**
   * New ICE servers before the presenter restarts a link: TURN credentials are valid for minutes.
   */
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

/** A reply whose result has not been parsed yet. */
export const ReplyEnvelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);
