/**
 * The ladder of repairs of a link's end, whose values are in the `policy.ts` of each side: wait out
 * a blip, restart ICE, then give the link up for another one (ADR 38).
 */
import type { Range } from './random-between.ts';

export interface LinkLadder {
  /** Before the first restart: the path may come back by itself. */
  readonly blipMs: number;
  /** The pause before each further restart. */
  readonly restartPausesMs: readonly number[];
  /** After the last restart the link is given up. */
  readonly giveUpAfterMs: number;
}

/** How an end that reads its own packets notices that its path is missing. */
export interface Noticing {
  /** Without a packet for this long, the connection to the service is checked already. */
  readonly suspectAfterMs: number;
  /** Without a packet for this long, the path is missing. */
  readonly missingAfterMs: number;
  /** The same for a while after the network is known to have changed. */
  readonly missingAfterChangeMs: number;
}

/**
 * Factor on each of these times: an audience that lost its paths together does not ask together.
 */
export const LADDER_JITTER: Range = { min: 0.8, max: 1.2 };

/** How long after a change of the network silence counts as its consequence. */
export const CHANGE_LASTS_MS = 3_000;
