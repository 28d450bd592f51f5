/**
 * Keeps a verdict from flickering. A link's state counts at once; figures count once they have
 * lasted.
 */
import { VERDICT_DELAY_MS } from '../policy/audience.ts';
import type { Verdict } from './verdict.ts';

export interface SteadyVerdict {
  readonly verdict: Verdict;
  /** The verdict that will replace it if it lasts. */
  readonly pending: { readonly verdict: Verdict; readonly sinceMs: number } | null;
}

const isMeasured = (verdict: Verdict): boolean =>
  verdict === 'fine' || verdict === 'bad-line' || verdict === 'slow-device';

export function settle(before: SteadyVerdict | null, now: Verdict, nowMs: number): SteadyVerdict {
  if (!isMeasured(now)) return { verdict: now, pending: null };
  // A new watcher is fine until measured otherwise.
  const current = before !== null && isMeasured(before.verdict) ? before.verdict : 'fine';
  if (now === current) return { verdict: now, pending: null };
  const sinceMs = before?.pending?.verdict === now ? before.pending.sinceMs : nowMs;
  const delayMs = now === 'fine' ? VERDICT_DELAY_MS.better : VERDICT_DELAY_MS.worse;
  return nowMs - sinceMs >= delayMs
    ? { verdict: now, pending: null }
    : { verdict: current, pending: { verdict: now, sinceMs } };
}
