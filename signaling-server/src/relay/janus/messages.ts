/**
 * What Janus sends, as far as the service reads it: https://janus.conf.meetecho.com/docs/rest.html. Every
 * message passes this schema once; what a plugin says inside is parsed by the request that expects it.
 */
import * as z from 'zod/mini';

/** A session description as it stands in a message. */
export const Description = z.object({ type: z.enum(['offer', 'answer']), sdp: z.string() });
export type Description = z.infer<typeof Description>;

const PluginData = z.object({ plugin: z.string(), data: z.record(z.string(), z.unknown()) });

const ends = {
  transaction: z.optional(z.string()),
  session_id: z.optional(z.number()),
  sender: z.optional(z.number()),
};

const Success = z.looseObject({
  ...ends,
  janus: z.literal('success'),
  data: z.optional(z.object({ id: z.number() })),
  plugindata: z.optional(PluginData),
});
const Failure = z.object({
  ...ends,
  janus: z.literal('error'),
  error: z.object({ code: z.number(), reason: z.prefault(z.string(), '') }),
});
const PluginEvent = z.object({
  ...ends,
  janus: z.literal('event'),
  plugindata: PluginData,
  jsep: z.optional(Description),
});

export const Incoming = z.discriminatedUnion('janus', [
  Success,
  Failure,
  PluginEvent,
  z.looseObject({ ...ends, janus: z.literal('server_info') }),
  z.object({ ...ends, janus: z.literal('pong') }),
  z.object({ ...ends, janus: z.literal('ack') }),
  z.object({ ...ends, janus: z.literal('webrtcup') }),
  z.object({
    ...ends,
    janus: z.literal('media'),
    mid: z.optional(z.string()),
    type: z.enum(['audio', 'video']),
    receiving: z.boolean(),
    substream: z.optional(z.number()),
  }),
  z.object({
    ...ends,
    janus: z.literal('slowlink'),
    mid: z.optional(z.string()),
    media: z.enum(['audio', 'video']),
    uplink: z.boolean(),
    lost: z.prefault(z.number(), 0),
  }),
  z.object({ ...ends, janus: z.literal('hangup'), reason: z.prefault(z.string(), '') }),
  z.object({ ...ends, janus: z.literal('detached') }),
  z.object({ ...ends, janus: z.literal('timeout') }),
]);
export type Incoming = z.infer<typeof Incoming>;
type Kind = Incoming['janus'];
type Of<K extends Kind> = Extract<Incoming, { janus: K }>;

/** What ends a request, besides an error. `ack` says only that Janus has read an asynchronous one. */
export type Reply = Of<'success' | 'event' | 'server_info' | 'pong' | 'ack'>;
/** What a handle learns without having asked. */
export type Notification = Of<'event' | 'webrtcup' | 'media' | 'slowlink' | 'hangup' | 'detached'>;

const replies: ReadonlySet<Kind> = new Set(['success', 'event', 'server_info', 'pong', 'ack']);
export const isReply = (message: Incoming): message is Reply => replies.has(message.janus);

const notifications: ReadonlySet<Kind> = new Set(['event', 'webrtcup', 'media', 'slowlink', 'hangup', 'detached']);
export const isNotification = (message: Incoming): message is Notification => notifications.has(message.janus);
