/**
 * Protocol versions. Apps update themselves and services do not, so neighbouring versions
 * understand each other.
 */
import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';

/** The range of protocol versions that one side speaks. */
export const VersionRange = z.object({
  newest: z.number().check(z.int(), z.gte(1)),
  oldest: z.number().check(z.int(), z.gte(1)),
});
export type VersionRange = z.infer<typeof VersionRange>;

/**
 * The versions of this build. A new request or parameter, a changed meaning or a removal makes
 * `newest` one larger; `docs/protocol.md` has the rule.
 */
export const spoken: VersionRange = { newest: 3, oldest: 1 };

/** Returns the newest version that both sides speak, or the side that has to be updated. */
export function agreeOnVersion(
  client: VersionRange,
  service: VersionRange,
): { readonly version: number } | { readonly refused: Extract<ErrorCode, 'client-too-old' | 'service-too-old'> } {
  if (client.newest < service.oldest) return { refused: 'client-too-old' };
  if (service.newest < client.oldest) return { refused: 'service-too-old' };
  return { version: Math.min(client.newest, service.newest) };
}
