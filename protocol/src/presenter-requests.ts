/** Requests that the presenter alone sends: a part of `requests.ts`, which says more. */
import * as z from 'zod/mini';
import { EntryRules } from './passcode.ts';
import { StreamGeneration, StreamTokens } from './streams.ts';
import { done, nothing, type RequestTable } from './request-table.ts';
import {
  Epoch,
  HeldLink,
  IceServer,
  LinkId,
  RoomAbout,
  RoomId,
  RoomPhase,
  RoomProof,
  RoomReport,
  Round,
  Sdp,
  Token,
  WatcherId,
} from './values.ts';

/** Watchers removed by hand while their tokens are valid are far fewer. */
export const MAX_REMOVED_IN_OPENING = 1024;
/** The app names the watchers that one press lets in. */
export const MAX_ADMITTED_AT_ONCE = 1024;

export const presenterRequests = {
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
      /** Since version 3: the link over which it publishes. A service that has just restarted goes on with it. */
      publishing: z.optional(LinkId),
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
  /**
   * Since version 3, about every ten seconds while live, for the service's figures. A presenter to
   * whose room the reply gives another phase opens it again.
   */
  'room:report': {
    from: ['presenter'],
    params: RoomReport,
    result: z.object({ phase: z.catch(z.optional(RoomPhase), undefined) }),
  },
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
   * Since version 3: other programs may publish into the room and play what is published, with
   * these tokens. `tokens` is null where the service has nothing that carries it.
   */
  'stream:grant': {
    from: ['presenter'],
    params: z.strictObject({ generation: StreamGeneration }),
    result: z.object({ tokens: z.nullable(StreamTokens) }),
  },
  /** Since version 3: what they have opened ends, and their tokens are worth nothing. */
  'stream:revoke': { from: ['presenter'], params: nothing, result: done },

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
  /**
   * New ICE servers before the presenter restarts a link: TURN credentials are valid for minutes.
   */
  'link:refresh-ice': {
    from: ['presenter'],
    params: z.strictObject({ linkId: LinkId }),
    result: z.object({ iceServers: z.array(IceServer) }),
  },
} as const satisfies RequestTable;
