/**
 * What a command says to the running service, and its answer: one line of JSON each way, over the
 * socket in the data folder.
 */
import * as z from 'zod/mini';
import { ListedRoom } from '../../cluster/admin-rooms.ts';

export const SOCKET_FILE = 'admin.sock';
/** The longest request: a name and three limits. */
export const MAX_REQUEST_BYTES = 4_096;
/** The longest answer: a thousand rooms, or keys. */
export const MAX_ANSWER_BYTES = 1_048_576;
/** Rooms and keys in one answer. */
export const MAX_LISTED = 1_000;

const text = z.string().check(z.minLength(1), z.maxLength(120));
const limit = z.exactOptional(z.number().check(z.int(), z.gte(0), z.lte(9_999_999)));
const Quota = z.strictObject({ rooms: limit, watchers: limit, turn: limit });

/** The subject, the name or the provider's `sub` of a person who signs in. */
const person = z.string().check(z.minLength(1), z.maxLength(320));

export const ControlRequest = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('list-keys') }),
  z.strictObject({ command: z.literal('add-key'), name: text, quota: Quota }),
  /** `key`: its name or its id. */
  z.strictObject({ command: z.literal('revoke-key'), key: text }),
  z.strictObject({ command: z.literal('list-subjects') }),
  z.strictObject({ command: z.literal('revoke-subject'), person, isSub: z.boolean() }),
  z.strictObject({ command: z.literal('restore-subject'), person, isSub: z.boolean() }),
  z.strictObject({ command: z.literal('list-rooms') }),
  /** `room`: its id, or so much of the beginning that it is only one. */
  z.strictObject({ command: z.literal('end-room'), room: text }),
  z.strictObject({ command: z.literal('rotate-token-key') }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

export const ListedKey = z.object({
  id: z.string(),
  name: z.string(),
  since: z.optional(z.string()),
  quota: Quota,
  rooms: z.number(),
  watchers: z.number(),
});
export type ListedKey = z.infer<typeof ListedKey>;

const ListedSubject = z.object({
  subject: z.string(),
  name: z.string(),
  isRevoked: z.boolean(),
  rooms: z.number(),
});

/** Rooms of several instances are listed together. */
const RoomsOfAll = z.object({
  rooms: z.array(z.extend(ListedRoom, { instance: z.exactOptional(z.string()) })),
  total: z.number(),
  /** Instances that have not answered, with the rooms that they said they have. */
  silent: z.array(z.object({ instance: z.string(), rooms: z.number() })),
});

/** The result of each command. */
export const controlResults = {
  'list-keys': z.object({ keys: z.array(ListedKey), total: z.number() }),
  /** The key itself, which is kept nowhere. */
  'add-key': z.object({ key: z.string() }),
  'revoke-key': z.object({ name: z.string(), rooms: z.number() }),
  'list-subjects': z.object({ subjects: z.array(ListedSubject), total: z.number() }),
  'revoke-subject': z.object({ subject: z.string(), rooms: z.number() }),
  'restore-subject': z.object({ subject: z.string() }),
  'list-rooms': RoomsOfAll,
  'end-room': z.object({ room: z.string(), watchers: z.number() }),
  'rotate-token-key': z.object({ oldValidMs: z.number() }),
} as const satisfies Record<ControlRequest['command'], z.ZodMiniType>;

export type ControlResult<C extends ControlRequest['command']> = z.infer<(typeof controlResults)[C]>;

export const ControlAnswer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), problem: z.string() }),
]);
