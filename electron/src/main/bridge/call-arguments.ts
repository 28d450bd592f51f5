/**
 * The schemas of the arguments of each call of the bridge. A call with any other arguments is
 * refused.
 */
import { Epoch, RoomId } from '@lectern/protocol';
import {
  CloseAnswer,
  LiveReport,
  PASSPHRASE_MAX_LENGTH,
  PASSPHRASE_MIN_LENGTH,
  PresenterKey,
  RoomEntry,
  RoomTitle,
  ServiceOrigin,
  SettingsChange,
  type DesktopCalls,
  type StripCalls,
} from '@lectern/bridge';
import * as z from 'zod/mini';
import { publishingArguments } from './publishing-arguments.ts';
import { recordingArguments } from './recording-arguments.ts';

/** Without spaces and line breaks, since the claims are signed as the lines of one text. */
const claim = z.string().check(z.regex(/^[\x21-\x7e]{1,512}$/));

const nothing = z.tuple([]);

const passphrase = z.string().check(z.maxLength(PASSPHRASE_MAX_LENGTH));

/** The form of Electron's ids. Electron itself refuses an unknown one. */
const screenId = z.string().check(z.regex(/^(screen|window):-?\d{1,20}:\d{1,20}$/));
const CaptureChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('screen'), id: screenId }),
  z.strictObject({ kind: z.literal('system-picker') }),
  z.strictObject({ kind: z.literal('system-sound') }),
  z.strictObject({ kind: z.literal('nothing') }),
]);

export const callArguments = {
  ...recordingArguments,
  ...publishingArguments,
  describeHost: nothing,
  readSettings: nothing,
  readSaveProblem: nothing,
  /** Only the system's dialog sets the folder for recordings; the page may only reset it. */
  updateSettings: z.tuple([z.extend(SettingsChange, { recordingFolder: z.optional(z.null()) })]),
  identifyRoom: nothing,
  createRoom: z.tuple([RoomTitle]),
  switchRoom: z.tuple([RoomId]),
  deleteRoom: z.tuple([RoomId]),
  renewLink: nothing,
  exportRoom: z.tuple([RoomId, passphrase.check(z.minLength(PASSPHRASE_MIN_LENGTH))]),
  importRoom: z.tuple([passphrase]),
  proveRoom: z.tuple([z.strictObject({ service: claim, roomId: RoomId, epoch: Epoch, challenge: claim })]),
  readEntry: nothing,
  storeEntry: z.tuple([RoomEntry]),
  /** Enough for a link with a message around it. */
  copyText: z.tuple([z.string().check(z.maxLength(10_000))]),
  showLogFiles: nothing,
  readyUpdate: nothing,
  installUpdate: nothing,
  checkService: z.tuple([ServiceOrigin]),
  addService: z.tuple([z.string().check(z.maxLength(4096))]),
  removeService: z.tuple([ServiceOrigin]),
  storePresenterKey: z.tuple([ServiceOrigin, z.nullable(PresenterKey)]),
  handshakeKey: nothing,
  signIn: z.tuple([ServiceOrigin, z.enum(['browser', 'code'])]),
  cancelSignIn: nothing,
  signOut: z.tuple([ServiceOrigin]),
  readProposal: nothing,
  answerProposal: z.tuple([z.strictObject({ id: z.number().check(z.int()), wanted: z.boolean() })]),
  listScreens: nothing,
  allowCapture: z.tuple([CaptureChoice]),
  openPrivacySettings: z.tuple([z.enum(['screen', 'camera', 'microphone', 'system-sound'])]),
  reviveSound: z.tuple([z.boolean()]),
  reportLive: z.tuple([LiveReport]),
  claimReturn: nothing,
  answerClose: z.tuple([CloseAnswer]),
  describeShortcuts: nothing,
} satisfies { [C in keyof DesktopCalls]: z.ZodMiniType<Loose<Parameters<DesktopCalls[C]>>> };

/**
 * `T`, but optional fields may also be present and undefined, as they are in a `Partial` that came
 * over IPC.
 */
type Loose<T extends readonly unknown[]> = {
  [I in keyof T]: T[I] extends object
    ? { [K in keyof T[I]]: T[I][K] | ({} extends Pick<T[I], K> ? undefined : never) }
    : T[I];
};

export type CallArguments = { [C in keyof DesktopCalls]: z.infer<(typeof callArguments)[C]> };

/** The calls of the control strip's page. */
export const stripArguments = {
  describeLive: nothing,
  press: z.tuple([z.enum(['pause', 'resume', 'stop', 'toggle-microphone', 'toggle-camera', 'show'])]),
} satisfies { [C in keyof StripCalls]: z.ZodMiniType<Parameters<StripCalls[C]>> };

export type StripArguments = { [C in keyof StripCalls]: z.infer<(typeof stripArguments)[C]> };
