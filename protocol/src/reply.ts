/** The replies of the service, before their result has been parsed. */
import * as z from 'zod/mini';
import { WireError } from './errors.ts';

export type Reply<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: WireError };

/** A reply whose result has not been parsed yet. */
export const ReplyEnvelope = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), data: z.unknown() }),
  z.object({ ok: z.literal(false), error: WireError }),
]);
