/**
 * What the two ends of a link tell each other directly, over its negotiated data channel: these pass while signaling is away.
 * Text, one JSON object a message. Unknown kinds are ignored, so that a newer end can say more.
 */
import * as z from 'zod/mini';
import { Candidate, Epoch, Round, Sdp } from './values.ts';

/** Both ends create the channel with this id (`negotiated: true`), so it costs no round trip and no renegotiation. */
export const LINK_CHANNEL_ID = 0;
export const LINK_CHANNEL_LABEL = 'lectern';

/** A longer message is refused unread. */
export const LINK_MESSAGE_MAX_LENGTH = 65_536;

/** Presenter → watcher: what goes out just now. `paused` is the presenter's word, not a fault. */
export const MediaState = z.object({ paused: z.boolean(), video: z.boolean(), audio: z.boolean() });
export type MediaState = z.infer<typeof MediaState>;

/** A layer's place in its ladder, 0 the lowest. Ladders have three steps; a shorter one counts from its top. */
export const QualityLevel = z.literal([0, 1, 2]);
export type QualityLevel = z.infer<typeof QualityLevel>;

export const LinkMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('media-changed'), epoch: Epoch, state: MediaState }),
  /** Presenter → watcher: this was the last of it. */
  z.object({ kind: z.literal('ended'), epoch: Epoch }),
  /** Watcher → presenter: the path is bad; start a new round. */
  z.object({ kind: z.literal('restart-requested') }),
  /** Watcher → presenter: the picture cannot go on without a key frame, as after a broken path. */
  z.object({ kind: z.literal('key-frame-requested') }),
  /** Watcher → presenter: the highest layer it wants, 0 the lowest; quicker than waiting for its line to say so. */
  z.object({ kind: z.literal('quality-capped'), highest: QualityLevel }),
  /** The three steps of a round, where signaling cannot carry them. A round keeps to the way it began on. */
  z.object({ kind: z.literal('offer'), round: Round, sdp: Sdp }),
  z.object({ kind: z.literal('answer'), round: Round, sdp: Sdp }),
  z.object({ kind: z.literal('candidate'), round: Round, candidate: Candidate }),
]);
export type LinkMessage = z.infer<typeof LinkMessage>;

/** The message in `text`, or nothing where it is not one. */
export function readLinkMessage(text: unknown): LinkMessage | undefined {
  if (typeof text !== 'string' || text.length > LINK_MESSAGE_MAX_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // Not JSON, so not a message: the caller counts and drops it.
  }
  const parsed = LinkMessage.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
