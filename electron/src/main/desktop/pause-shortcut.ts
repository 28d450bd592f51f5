/**
 * What the global pause shortcut does. One press pauses. Resuming shows the presenter again, so it
 * takes two presses, or a press in the app. Pure.
 */
import type { LiveReport } from '@lectern/bridge';
import { SECOND_PRESS_MS } from '../policy.ts';

type PauseShortcutAction = 'pause' | 'resume' | 'ask-again' | 'nothing';

/** `askedAtMs` is when a press last returned `ask-again`, or null. */
export function actionOfPauseShortcut(
  air: LiveReport['air'],
  askedAtMs: number | null,
  nowMs: number,
): PauseShortcutAction {
  if (air === 'off') return 'nothing';
  if (air === 'live') return 'pause';
  return askedAtMs !== null && nowMs - askedAtMs <= SECOND_PRESS_MS ? 'resume' : 'ask-again';
}
