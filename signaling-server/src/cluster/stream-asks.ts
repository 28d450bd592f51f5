/**
 * What a program that publishes into a room, or plays what is published, asks of the instance that
 * runs the room, and the answer: the same at this instance and between instances.
 */
import { IceServer, type RoomId } from '@lectern/protocol';
import * as z from 'zod/mini';

const Act = z.discriminatedUnion('type', [
  /** Whether the token is right. */
  z.object({ type: z.literal('check') }),
  /** Which ICE servers to use. */
  z.object({ type: z.literal('describe') }),
  z.object({ type: z.literal('open'), offer: z.string() }),
  /** `match`: the version of the session that the program knows; absent where it names none. */
  z.object({
    type: z.literal('change'),
    session: z.string(),
    fragment: z.string(),
    match: z.exactOptional(z.string()),
  }),
  z.object({ type: z.literal('end'), session: z.string() }),
]);

export const StreamAsk = z.object({ use: z.enum(['publish', 'play']), token: z.string(), act: Act });
export type StreamAsk = z.infer<typeof StreamAsk>;

export const StreamAnswer = z.object({
  /** Why it was not done. Absent where it was; the rest is absent then. */
  refusal: z.exactOptional(z.string()),
  session: z.exactOptional(z.string()),
  etag: z.exactOptional(z.string()),
  /** The answer to the offer. */
  sdp: z.exactOptional(z.string()),
  /** Of a session whose ICE has restarted. */
  fragment: z.exactOptional(z.string()),
  iceServers: z.exactOptional(z.array(IceServer)),
});
export type StreamAnswer = z.infer<typeof StreamAnswer>;

/** Of the rooms of this instance. */
export type AnswerStream = (roomId: RoomId, ask: StreamAsk) => Promise<StreamAnswer>;

/** Where nothing carries streams. */
export const noStreams: AnswerStream = async () => ({ refusal: 'unknown' });
