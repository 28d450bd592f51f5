/** What each call of the bridge may be given. The page is trusted with nothing that is not written here. */
import { Epoch, RoomId } from '@lectern/protocol';
import {
  CloseAnswer,
  LiveReport,
  PresenterKey,
  RoomTitle,
  ServiceOrigin,
  SettingsChange,
  type DesktopCalls,
  type StripCalls,
} from '@lectern/bridge';
import * as z from 'zod/mini';
import { recordingArguments } from './recording/recording-arguments.ts';

/** No spaces or line breaks: the claims are signed as lines of one text. */
const claim = z.string().check(z.regex(/^[\x21-\x7e]{1,512}$/));

const nothing = z.tuple([]);

/** As Electron names a screen or a window; what it does not know of these it refuses itself. */
const screenId = z.string().check(z.regex(/^(screen|window):-?\d{1,20}:\d{1,20}$/));
const CaptureChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('screen'), id: screenId }),
  z.strictObject({ kind: z.literal('system-picker') }),
  z.strictObject({ kind: z.literal('system-sound') }),
  z.strictObject({ kind: z.literal('nothing') }),
]);

export const callArguments = {
  ...recordingArguments,
  describeHost: nothing,
  readSettings: nothing,
  /** A folder that the app writes to is chosen in the system's dialog, never named by the page. */
  updateSettings: z.tuple([z.extend(SettingsChange, { recordingFolder: z.optional(z.null()) })]),
  identifyRoom: nothing,
  createRoom: z.tuple([RoomTitle]),
  switchRoom: z.tuple([RoomId]),
  deleteRoom: z.tuple([RoomId]),
  proveRoom: z.tuple([z.strictObject({ service: claim, roomId: RoomId, epoch: Epoch, challenge: claim })]),
  /** A link is short; the cap leaves room for a message around it. */
  copyText: z.tuple([z.string().check(z.maxLength(10_000))]),
  readyUpdate: nothing,
  installUpdate: nothing,
  checkService: z.tuple([ServiceOrigin]),
  addService: z.tuple([z.string().check(z.maxLength(4096))]),
  removeService: z.tuple([ServiceOrigin]),
  keepPresenterKey: z.tuple([ServiceOrigin, z.nullable(PresenterKey)]),
  handshakeKey: nothing,
  readProposal: nothing,
  answerProposal: z.tuple([z.strictObject({ id: z.number().check(z.int()), wanted: z.boolean() })]),
  listScreens: nothing,
  allowCapture: z.tuple([CaptureChoice]),
  openPrivacySettings: z.tuple([z.enum(['screen', 'camera', 'microphone', 'system-sound'])]),
  reportLive: z.tuple([LiveReport]),
  takeReturn: nothing,
  answerClose: z.tuple([CloseAnswer]),
  describeShortcuts: nothing,
} satisfies { [C in keyof DesktopCalls]: z.ZodMiniType<Loose<Parameters<DesktopCalls[C]>>> };

/** As `T`, where an optional field may be there and undefined: that is how a `Partial` arrives over IPC. */
type Loose<T extends readonly unknown[]> = {
  [I in keyof T]: T[I] extends object
    ? { [K in keyof T[I]]: T[I][K] | ({} extends Pick<T[I], K> ? undefined : never) }
    : T[I];
};

export type CallArguments = { [C in keyof DesktopCalls]: z.infer<(typeof callArguments)[C]> };

/** The same for the control strip's own page. */
export const stripArguments = {
  describeLive: nothing,
  press: z.tuple([z.enum(['pause', 'resume', 'stop', 'toggle-microphone', 'toggle-camera', 'show'])]),
} satisfies { [C in keyof StripCalls]: z.ZodMiniType<Parameters<StripCalls[C]>> };

export type StripArguments = { [C in keyof StripCalls]: z.infer<(typeof stripArguments)[C]> };
