/** The form of a table of requests, by their names. */
import * as z from 'zod/mini';
import type { Role } from './handshake.ts';

export type RequestTable = Readonly<Record<string, RequestSpec>>;

interface RequestSpec {
  /** Who may send it. */
  readonly from: readonly Role[];
  /** Strict: an unknown key is refused. */
  readonly params: z.ZodMiniType;
  /** Tolerant: a newer service may add to it. */
  readonly result: z.ZodMiniType;
}

/** Parameters of a request that needs none. */
export const nothing = z.strictObject({});
/** The result of a request that has none. */
export const done = z.object({});
