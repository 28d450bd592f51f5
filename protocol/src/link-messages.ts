/**
 * What the two ends of a link tell each other directly, over its negotiated data channel: these pass while signaling is away.
 * Text, one JSON object a message. Unknown kinds are ignored, so that a newer end can say more.
 */
import * as z from 'zod/mini';
import type { Pace } from './bucket.ts';
import { Candidate, Epoch, Round, Sdp } from './values.ts';

/** Both ends create the channel with this id (`negotiated: true`), so it costs no round trip and no renegotiation. */
export const LINK_CHANNEL_ID = 0;
export const LINK_CHANNEL_LABEL = 'lectern';

/** A longer message is refused unread. */
export const LINK_MESSAGE_MAX_LENGTH = 65_536;

/** What is beyond is dropped unread: a round's candidates come at once, all else is a few messages a second at most. */
export const LINK_MESSAGE_PACE: Pace = { burst: 200, perSecond: 20 };

/** A layer's place in its ladder, 0 the lowest. Ladders have three steps; a shorter one counts from its top. */
export const QualityLevel = z.literal([0, 1, 2]);
export type QualityLevel = z.infer<typeof QualityLevel>;

/** The most that a watcher wants: a layer, or no picture at all. */
export const QualityCap = z.literal([0, 1, 2, 'sound']);
export type QualityCap = z.infer<typeof QualityCap>;

const count = (most: number) => z.number().check(z.int(), z.gte(0), z.lte(most));
const measure = (most: number) => z.number().check(z.gte(0), z.lte(most));

/** A layer as watchers choose it: the height of its picture, and its frames a second at most. */
export const OfferedLayer = z.object({ height: count(16_384), fps: measure(1_000) });
export type OfferedLayer = z.infer<typeof OfferedLayer>;

/** Presenter → watcher: what goes out on this link just now. `paused` is the presenter's word, not a fault. */
export const MediaState = z.object({
  paused: z.boolean(),
  video: z.boolean(),
  audio: z.boolean(),
  /** What a watcher may choose among, the lowest first. A presenter that names none offers no choice. */
  layers: z.optional(z.readonly(z.array(OfferedLayer).check(z.maxLength(3)))),
});
export type MediaState = z.infer<typeof MediaState>;

/** What a watcher really sees and hears. The counts are of the time since its last report, the other figures of now. */
export const WatcherReport = z.object({
  /** Of the decoded picture; 0 while there is none. */
  width: count(16_384),
  height: count(16_384),
  /** Decoded frames a second. */
  fps: measure(1_000),
  freezes: count(1_000),
  /** Received, but given up before they were shown: the device is too slow for them. */
  droppedFrames: count(10_000),
  /** Decoding one frame takes so long. */
  decodeMs: measure(10_000),
  /** From the capture until it is shown, as far as statistics tell; null while they don't. */
  delayMs: z.nullable(measure(600_000)),
  /** By way of a TURN server, of the relay, or straight. */
  route: z.enum(['direct', 'turn', 'relay']),
  /** A hidden page may be given less by its browser: no sign of a bad line. */
  page: z.enum(['shown', 'hidden']),
  /** `muted` is the watcher's own choice, `blocked` the browser's. */
  sound: z.enum(['on', 'muted', 'blocked']),
});
export type WatcherReport = z.infer<typeof WatcherReport>;

export const LinkMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('media-changed'), epoch: Epoch, state: MediaState }),
  /** Presenter → watcher: this was the last of it. */
  z.object({ kind: z.literal('ended'), epoch: Epoch }),
  /** Watcher → presenter: the path is bad; start a new round. */
  z.object({ kind: z.literal('restart-requested') }),
  /** Watcher → presenter: the picture cannot go on without a key frame, as after a broken path. */
  z.object({ kind: z.literal('key-frame-requested') }),
  /** Watcher → presenter: the most it wants; quicker than waiting for its line to say so. */
  z.object({ kind: z.literal('quality-capped'), highest: QualityCap }),
  /** Watcher → presenter, every two seconds or so. */
  z.object({ kind: z.literal('watcher-reported'), report: WatcherReport }),
  /** Presenter → watcher: not wanted in the room any more; reaches it also while signaling is away. */
  z.object({ kind: z.literal('removed'), epoch: Epoch }),
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
