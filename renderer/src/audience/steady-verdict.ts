/** A verdict that people can read: it does not flicker. What a link says counts at once, what figures say once they have lasted. */
import { VERDICT_DELAY_MS } from '../policy.ts';
import type { Verdict } from './verdict.ts';

export interface SteadyVerdict {
  readonly verdict: Verdict;
  /** What it is about to become. */
  readonly doubt: { readonly verdict: Verdict; readonly sinceMs: number } | null;
}

const isMeasured = (verdict: Verdict): boolean =>
  verdict === 'fine' || verdict === 'bad-line' || verdict === 'slow-device';

export function settle(before: SteadyVerdict | null, now: Verdict, nowMs: number): SteadyVerdict {
  if (!isMeasured(now)) return { verdict: now, doubt: null };
  // Who comes is fine until it has shown otherwise.
  const stands = before !== null && isMeasured(before.verdict) ? before.verdict : 'fine';
  if (now === stands) return { verdict: now, doubt: null };
  const sinceMs = before?.doubt?.verdict === now ? before.doubt.sinceMs : nowMs;
  const afterMs = now === 'fine' ? VERDICT_DELAY_MS.better : VERDICT_DELAY_MS.worse;
  return nowMs - sinceMs >= afterMs
    ? { verdict: now, doubt: null }
    : { verdict: stands, doubt: { verdict: now, sinceMs } };
}
