/** Versions differ in the field: apps update themselves, services do not. Neighbouring versions understand each other. */
import * as z from 'zod/mini';
import type { ErrorCode } from './errors.ts';

/** The range of protocol versions that one side speaks. */
export const VersionRange = z.object({
  newest: z.number().check(z.int(), z.gte(1)),
  oldest: z.number().check(z.int(), z.gte(1)),
});
export type VersionRange = z.infer<typeof VersionRange>;

/** What this build speaks. A change of meaning, or anything taken away, makes `newest` one larger. */
export const spoken: VersionRange = { newest: 2, oldest: 1 };

/** The version that both sides speak, or which of them has to be updated. */
export function agreeOnVersion(
  client: VersionRange,
  service: VersionRange,
): { readonly version: number } | { readonly refused: Extract<ErrorCode, 'client-too-old' | 'service-too-old'> } {
  if (client.newest < service.oldest) return { refused: 'client-too-old' };
  if (service.newest < client.oldest) return { refused: 'service-too-old' };
  return { version: Math.min(client.newest, service.newest) };
}
