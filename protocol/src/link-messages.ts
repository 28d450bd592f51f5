/**
 * The messages that the two ends of a link exchange over its data channel; they pass while
 * signaling is away. Each is one JSON object as text. Unknown kinds are ignored, so that a newer
 * end may send more.
 */
import * as z from 'zod/mini';
import type { Pace } from './bucket.ts';
import { Candidate, Epoch, Round, Route, Sdp, TurnReason, TurnTransport } from './values.ts';

/**
 * Both ends create the channel with this id (`negotiated: true`), so it costs no round trip and no
 * renegotiation.
 */
export const LINK_CHANNEL_ID = 0;
export const LINK_CHANNEL_LABEL = 'lectern';

/** In UTF-16 code units. A longer message is refused unread. */
export const LINK_MESSAGE_MAX_LENGTH = 65_536;

/**
 * Messages beyond it are dropped unread. A round's candidates come at once; all others are a few
 * messages a second.
 */
export const LINK_MESSAGE_PACE: Pace = { burst: 200, perSecond: 20 };

/**
 * A layer's place in its ladder, 0 the lowest. A ladder has three layers; a shorter one still ends
 * with 2.
 */
export const QualityLevel = z.literal([0, 1, 2]);
export type QualityLevel = z.infer<typeof QualityLevel>;

/** The best quality that a watcher wants: a layer, or sound without a picture. */
export const QualityCap = z.literal([0, 1, 2, 'sound']);
export type QualityCap = z.infer<typeof QualityCap>;

const count = (most: number) => z.number().check(z.int(), z.gte(0), z.lte(most));
const measure = (most: number) => z.number().check(z.gte(0), z.lte(most));

/**
 * A layer that watchers may choose: its height in pixels (of an upright picture, its width) and its
 * maximum frame rate.
 */
export const OfferedLayer = z.object({ height: count(16_384), fps: measure(1_000) });
export type OfferedLayer = z.infer<typeof OfferedLayer>;

/**
 * Presenter → watcher: what is sent on this link now. `paused`: the presenter has paused the
 * broadcast.
 */
export const MediaState = z.object({
  paused: z.boolean(),
  video: z.boolean(),
  audio: z.boolean(),
  /**
   * The layers that the watcher may choose, the lowest first. Without the list there is no choice.
   */
  layers: z.optional(z.readonly(z.array(OfferedLayer).check(z.maxLength(3)))),
});
export type MediaState = z.infer<typeof MediaState>;

/**
 * What a watcher really sees and hears. `freezes` and `droppedFrames` count since its last report;
 * the rest is current.
 */
export const WatcherReport = z.object({
  /** The decoded picture in pixels; 0 while there is none. */
  width: count(16_384),
  height: count(16_384),
  /** Decoded frames a second. */
  fps: measure(1_000),
  freezes: count(1_000),
  /** Frames received but not shown: the device is too slow. */
  droppedFrames: count(10_000),
  /** Time to decode one frame. */
  decodeMs: measure(10_000),
  /** From capture to display, as far as statistics tell; null while they do not. */
  delayMs: z.nullable(measure(600_000)),
  route: Route,
  /**
   * How the watcher's end uses TURN, and why. Absent where only the presenter's end does, and from
   * older pages. A later page may name what this version does not know.
   */
  turn: z.catch(z.optional(z.object({ over: z.optional(TurnTransport), because: TurnReason })), undefined),
  /** Browsers slow hidden pages down, which is no sign of a bad network. */
  page: z.enum(['shown', 'hidden']),
  /** `muted` by the watcher, or `blocked` by the browser. */
  sound: z.enum(['on', 'muted', 'blocked']),
});
export type WatcherReport = z.infer<typeof WatcherReport>;

export const LinkMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('media-changed'), epoch: Epoch, state: MediaState }),
  /** Presenter → watcher: the broadcast has ended. */
  z.object({ kind: z.literal('ended'), epoch: Epoch }),
  /** Watcher → presenter: the path is bad; start a new round. */
  z.object({ kind: z.literal('restart-requested') }),
  /**
   * Watcher → presenter: the picture cannot continue without a key frame, for example after a
   * broken path.
   */
  z.object({ kind: z.literal('key-frame-requested') }),
  /** Watcher → presenter: the best quality it wants. */
  z.object({ kind: z.literal('quality-capped'), highest: QualityCap }),
  /** Watcher → presenter, about every two seconds. */
  z.object({ kind: z.literal('watcher-reported'), report: WatcherReport }),
  /** Presenter → watcher: the presenter has removed it. Arrives even while signaling is away. */
  z.object({ kind: z.literal('removed'), epoch: Epoch }),
  /**
   * Presenter → watcher: it had lost the service and is back. The watcher's own connection may be
   * half-open.
   */
  z.object({ kind: z.literal('service-regained') }),
  /**
   * The three steps of a round, when signaling cannot carry them. A round stays on the transport on
   * which it began.
   */
  z.object({ kind: z.literal('offer'), round: Round, sdp: Sdp }),
  z.object({ kind: z.literal('answer'), round: Round, sdp: Sdp }),
  z.object({ kind: z.literal('candidate'), round: Round, candidate: Candidate }),
]);
export type LinkMessage = z.infer<typeof LinkMessage>;

const MAX_SAID_LENGTH = 4096;
/**
 * A message that passes through the service, on links without a channel. Its ends read it as
 * `LinkMessage`; a kind that is not known there is ignored.
 */
export const SaidMessage = z
  .looseObject({ kind: z.string().check(z.maxLength(32)) })
  .check(z.refine((message) => JSON.stringify(message).length <= MAX_SAID_LENGTH));
export type SaidMessage = z.infer<typeof SaidMessage>;

/** Returns the message in `text`, or undefined if it is not a valid one. */
export function readLinkMessage(text: unknown): LinkMessage | undefined {
  if (typeof text !== 'string' || text.length > LINK_MESSAGE_MAX_LENGTH) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // The caller counts and drops it.
  }
  return linkMessageOf(value);
}

/** Returns `value` as the message that it is, or undefined if it is not a valid one. */
export function linkMessageOf(value: unknown): LinkMessage | undefined {
  const parsed = LinkMessage.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
