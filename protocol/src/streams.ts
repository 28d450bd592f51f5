/** Values about other programs that publish into a room, and play what is published there. */
import * as z from 'zod/mini';

/** Random and new with every grant. Tokens follow from it, so those of an earlier grant end. */
export const StreamGeneration = z
  .string()
  .check(z.regex(/^[\w-]{22}$/))
  .brand<'StreamGeneration'>();
export type StreamGeneration = z.infer<typeof StreamGeneration>;

/**
 * Of what another program publishes into a room. `away`: it comes no more, and its encoder is
 * expected back.
 */
export const StreamPhase = z.enum(['none', 'live', 'away']);
export type StreamPhase = z.infer<typeof StreamPhase>;

const bearer = z.string().check(z.regex(/^[\w-]{43}$/));

/** Bearer tokens (RFC 6750): to publish by WHIP, and to play by WHEP. */
export const StreamTokens = z.object({ publish: bearer, play: bearer });
export type StreamTokens = z.infer<typeof StreamTokens>;
