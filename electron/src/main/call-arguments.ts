/** What each call of the bridge may be given. The page is trusted with nothing that is not written here. */
import { Epoch, RoomId } from '@lectern/protocol';
import * as z from 'zod/mini';
import type { DesktopCalls } from '../bridge/contract.ts';
import { SettingsChange } from '../bridge/settings-schema.ts';

/** No spaces or line breaks: the claims are signed as lines of one text. */
const claim = z.string().check(z.regex(/^[\x21-\x7e]{1,512}$/));

const nothing = z.tuple([]);

export const callArguments = {
  describeHost: nothing,
  readSettings: nothing,
  updateSettings: z.tuple([SettingsChange]),
  identifyRoom: nothing,
  proveRoom: z.tuple([z.strictObject({ service: claim, roomId: RoomId, epoch: Epoch, challenge: claim })]),
  /** A link is short; the cap leaves room for a message around it. */
  copyText: z.tuple([z.string().check(z.maxLength(10_000))]),
} satisfies { [C in keyof DesktopCalls]: z.ZodMiniType<Loose<Parameters<DesktopCalls[C]>>> };

/** As `T`, where an optional field may be there and undefined: that is how a `Partial` arrives over IPC. */
type Loose<T extends readonly unknown[]> = {
  [I in keyof T]: T[I] extends object
    ? { [K in keyof T[I]]: T[I][K] | ({} extends Pick<T[I], K> ? undefined : never) }
    : T[I];
};

export type CallArguments = { [C in keyof DesktopCalls]: z.infer<(typeof callArguments)[C]> };
