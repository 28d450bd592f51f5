/** The form of a table of notices, by their names. */
import type * as z from 'zod/mini';
import type { Role } from './handshake.ts';

export type NoticeTable = Readonly<Record<string, NoticeSpec>>;

interface NoticeSpec {
  /** Who receives it. */
  readonly to: readonly Role[];
  readonly payload: z.ZodMiniType;
}
