/** A ladder with round times, for tests. */
import type { LinkLadder, Noticing } from './ladder.ts';

export const ladder: LinkLadder = {
  blipMs: 500,
  restartPausesMs: [1_000, 2_000],
  giveUpAfterMs: 4_000,
};

export const noticing: Noticing = { suspectAfterMs: 400, missingAfterMs: 1_000, missingAfterChangeMs: 300 };
