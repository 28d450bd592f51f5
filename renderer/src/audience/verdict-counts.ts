/** How many watchers have each verdict. */
import type { Verdict } from './verdict.ts';

export type VerdictCounts = Readonly<Record<Verdict, number>>;

export function countVerdicts(verdicts: Iterable<Verdict>): VerdictCounts {
  const counts = {
    fine: 0,
    'bad-line': 0,
    'slow-device': 0,
    hidden: 0,
    joining: 0,
    reconnecting: 0,
    silent: 0,
    'no-path': 0,
  } satisfies VerdictCounts;
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}
