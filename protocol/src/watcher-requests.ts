/** Requests that watchers send, or both roles: a part of `requests.ts`, which says more. */
import * as z from 'zod/mini';
import { Decoders } from './decoders.ts';
import { SaidMessage } from './link-messages.ts';
import { done, nothing, type RequestTable } from './request-table.ts';
import { Candidate, FirstPicture, LinkId, Round, Sdp } from './values.ts';

export const watcherRequests = {
  /**
   * Since version 3. Any reply shows that the connection is alive. A half-open one stays silent,
   * and the client opens another.
   */
  'connection:check': { from: ['presenter', 'watcher'], params: nothing, result: done },
  'room:leave': { from: ['watcher'], params: nothing, result: done },
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
} as const satisfies RequestTable;
