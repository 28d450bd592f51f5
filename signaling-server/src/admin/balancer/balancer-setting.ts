/**
 * The setting by which an instance knows that a balancer brings each room's clients to one of
 * several.
 */
import * as z from 'zod/mini';
import { PublicUrl } from '../public-url.ts';

export const balancerSettings = { LECTERN_BALANCER_URL: z.optional(PublicUrl) };

/** What contradicts itself or is missing. */
export function balancerProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (given['LECTERN_BALANCER_URL'] === undefined) return [];
  const problems: string[] = [];
  if (given['LECTERN_TOKEN_SECRET'] === undefined) {
    problems.push(
      'LECTERN_BALANCER_URL: set LECTERN_TOKEN_SECRET as well, to the same value on every instance: clients that come ' +
        'from another instance prove themselves with tokens of that one',
    );
  }
  if (given['LECTERN_REDIS_URL'] !== undefined) {
    problems.push('LECTERN_BALANCER_URL: leave it out beside LECTERN_REDIS_URL, by which instances find every room');
  }
  return problems;
}
