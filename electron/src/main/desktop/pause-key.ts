/**
 * What the global pause shortcut does. One press pauses, whatever the other hand is doing; going on is a deliberate act, so it takes two
 * presses within two seconds (or a press in the app, which is looked at). Pure.
 */
import type { LiveReport } from '@lectern/bridge';

const AGAIN_WITHIN_MS = 2_000;

type PauseKeyAnswer = 'pause' | 'resume' | 'ask-again' | 'nothing';

/** `askedAtMs` is when a press last answered `ask-again`, or null. */
export function pressPause(air: LiveReport['air'], askedAtMs: number | null, nowMs: number): PauseKeyAnswer {
  if (air === 'off') return 'nothing';
  if (air === 'live') return 'pause';
  return askedAtMs !== null && nowMs - askedAtMs <= AGAIN_WITHIN_MS ? 'resume' : 'ask-again';
}
