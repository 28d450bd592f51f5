/** A verdict that people can read: it does not flicker. What a link says counts at once, what figures say once they have lasted. */
import type { Verdict } from './verdict.ts';

export interface SteadyVerdict {
  readonly verdict: Verdict;
  /** What it is about to become. */
  readonly doubt: { readonly verdict: Verdict; readonly sinceMs: number } | null;
}

/** Two reports. */
const WORSE_AFTER_MS = 4_000;
/** A line that has been bad is believed later. */
const BETTER_AFTER_MS = 8_000;

const isMeasured = (verdict: Verdict): boolean =>
  verdict === 'fine' || verdict === 'bad-line' || verdict === 'slow-device';

export function settle(before: SteadyVerdict | null, now: Verdict, nowMs: number): SteadyVerdict {
  if (!isMeasured(now)) return { verdict: now, doubt: null };
  // Who comes is fine until it has shown otherwise.
  const stands = before !== null && isMeasured(before.verdict) ? before.verdict : 'fine';
  if (now === stands) return { verdict: now, doubt: null };
  const sinceMs = before?.doubt?.verdict === now ? before.doubt.sinceMs : nowMs;
  const afterMs = now === 'fine' ? BETTER_AFTER_MS : WORSE_AFTER_MS;
  return nowMs - sinceMs >= afterMs
    ? { verdict: now, doubt: null }
    : { verdict: stands, doubt: { verdict: now, sinceMs } };
}
