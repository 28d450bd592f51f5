/**
 * What instances say to each other: the only description of frames. A door calls a room's owner,
 * and the owner replies, and notifies the door's clients. A frame is one line of JSON; that of a
 * notice is followed, after a tab, by the notice as its clients get it, which no instance on the
 * way parses.
 */
import {
  EntryRules,
  Epoch,
  HeldLink,
  LinkId,
  PasscodeGeneration,
  PasscodeProof,
  requests,
  RoomAbout,
  RoomId,
  Token,
  WatcherId,
  WireError,
  type VersionRange,
} from '@lectern/protocol';
import * as z from 'zod/mini';
import type { RoomRequestName } from '../room/room-requests.ts';
import { StreamAsk } from './stream-asks.ts';

/** Instances that are one version apart work together. */
export const wireVersions: VersionRange = { newest: 1, oldest: 1 };

/** Counted by the door. Names a call until its reply. */
const Call = z.number().check(z.int(), z.gte(1));
/** Counted by the door. Names one of its sockets until that has gone. */
const MemberNumber = z.number().check(z.int(), z.gte(1));

const Quota = z.object({
  rooms: z.exactOptional(z.number()),
  watchers: z.exactOptional(z.number()),
  turn: z.exactOptional(z.number()),
});
const Holder = z.object({
  addressKey: z.string(),
  identity: z.nullable(z.object({ id: z.string(), name: z.string(), quota: Quota })),
});

const Applicant = z.object({
  watcherId: WatcherId,
  isReturning: z.boolean(),
  isLate: z.exactOptional(z.boolean()),
  address: z.string(),
  holds: z.optional(LinkId),
  generation: z.optional(z.nullable(PasscodeGeneration)),
  passcode: z.optional(PasscodeProof),
  isOldPage: z.exactOptional(z.boolean()),
});

const Opening = z.object({
  epoch: Epoch,
  by: z.enum(['key', 'token']),
  isEpochKnown: z.boolean(),
  live: z.boolean(),
  about: RoomAbout,
  held: z.array(HeldLink),
  removed: z.array(WatcherId),
  entry: z.optional(EntryRules),
  turnOnly: z.exactOptional(z.boolean()),
  publishes: z.exactOptional(z.boolean()),
  publishing: z.exactOptional(LinkId),
});

const RoomRequest = z.string().check(z.refine((name) => isRoomRequest(name)));

/** The door's part of what a watcher reads first. */
const Welcome = { protocol: z.number(), token: Token, returnWithinMs: z.optional(z.number()) };
const JoinWelcome = z.object({ ...Welcome, watcherId: WatcherId });

/** From a door to a room's owner. A call gets one `reply`. */
const calls = [
  z.object({ type: z.literal('look'), call: Call, roomId: RoomId }),
  z.object({
    type: z.literal('check-seat'),
    call: Call,
    roomId: RoomId,
    applicant: Applicant,
    /**
     * Where there is a seat, and its token says all that the room wants of it, it joins at once.
     */
    early: z.exactOptional(z.object({ member: MemberNumber, welcome: JoinWelcome })),
  }),
  z.object({
    type: z.literal('await-admission'),
    call: Call,
    member: MemberNumber,
    roomId: RoomId,
    watcherId: WatcherId,
    generation: z.nullable(PasscodeGeneration),
    welcome: z.object(Welcome),
  }),
  z.object({
    type: z.literal('join'),
    call: Call,
    member: MemberNumber,
    roomId: RoomId,
    applicant: Applicant,
    welcome: JoinWelcome,
  }),
  z.object({
    type: z.literal('open'),
    call: Call,
    member: MemberNumber,
    roomId: RoomId,
    opening: Opening,
    holder: Holder,
  }),
  /** `params` meets the request's own schema. */
  z.object({ type: z.literal('request'), call: Call, member: MemberNumber, name: RoomRequest, params: z.unknown() }),
] as const;

/** From a door at which another program asks. A call gets one `reply`. */
const streamCall = z.object({ type: z.literal('stream'), call: Call, roomId: RoomId, ask: StreamAsk });

/**
 * From the instance at which the admin runs a command. `start`: of rooms' ids. A call gets one
 * `reply`.
 */
const adminCalls = [
  z.object({ type: z.literal('list-rooms'), call: Call, max: z.number() }),
  z.object({ type: z.literal('count-rooms'), call: Call, start: z.string() }),
  z.object({ type: z.literal('end-room'), call: Call, start: z.string() }),
] as const;

/** `members`: sockets of the door that the frame goes to. */
const others = [
  z.object({ type: z.literal('lost'), member: MemberNumber }),
  z.object({
    type: z.literal('reply'),
    call: Call,
    result: z.optional(z.unknown()),
    error: z.optional(WireError),
    /** The room is not run by this instance. */
    isOther: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal('notice'), members: z.array(MemberNumber), notice: z.optional(z.string()) }),
  z.object({ type: z.literal('renew-token'), member: MemberNumber, generation: PasscodeGeneration }),
  /** Its client does not reconnect by itself. */
  z.object({ type: z.literal('close'), member: MemberNumber }),
  /** It waits in the lobby no longer. */
  z.object({ type: z.literal('admitted'), member: MemberNumber }),
  /**
   * The sender no longer runs the room: its clients are to reconnect, and find the room where it is
   * then.
   */
  z.object({ type: z.literal('given-up'), roomId: RoomId }),
  /**
   * Frames of the receiver have been lost: all of its sockets in rooms of the sender are to come
   * back.
   */
  z.object({ type: z.literal('lost-track') }),
  /** To all: its presenter has opened the room. */
  z.object({ type: z.literal('opened'), roomId: RoomId }),
  /** To all: the sender may have missed frames, and wants the number of the last one. */
  z.object({ type: z.literal('resumed') }),
] as const;

const Frame = z.discriminatedUnion('type', [...calls, streamCall, ...adminCalls, ...others]);

export type Frame = z.infer<typeof Frame>;
export type FrameOf<T extends Frame['type']> = Extract<Frame, { type: T }>;
export type StreamFrame = FrameOf<'stream'>;
export type AdminFrame = FrameOf<'list-rooms' | 'count-rooms' | 'end-room'>;
export type CallFrame = FrameOf<'look' | 'check-seat' | 'await-admission' | 'join' | 'open' | 'request'>;

/** What the owner says about a room. */
export const Look = z.object({ about: z.optional(RoomAbout), isOpened: z.boolean() });
export const EntryResult = z.object({
  into: z.enum(['seat', 'lobby']),
  generation: z.nullable(PasscodeGeneration),
  hasJoined: z.exactOptional(z.boolean()),
});
export const OpenedResult = z.object({ watchers: z.number(), refused: z.array(LinkId) });

export function isRoomRequest(name: string): name is RoomRequestName {
  return name !== 'room:open' && name !== 'connection:check' && Object.hasOwn(requests, name);
}

/** Neither line break nor tab stands in JSON as `JSON.stringify` writes it. */
export function encodeFrame(frame: Frame): string {
  if (frame.type !== 'notice') return JSON.stringify(frame);
  const { notice = '', ...head } = frame;
  return `${JSON.stringify(head)}\t${notice}`;
}

/** Undefined for a frame of a newer instance that this one does not know, and for what is none. */
export function decodeFrame(line: string): Frame | undefined {
  const tab = line.indexOf('\t');
  try {
    const parsed = Frame.safeParse(JSON.parse(tab === -1 ? line : line.slice(0, tab)));
    if (!parsed.success) return undefined;
    const frame = parsed.data;
    return frame.type === 'notice' ? { ...frame, notice: line.slice(tab + 1) } : frame;
  } catch {
    return undefined;
  }
}
