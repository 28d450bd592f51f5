/** The audience in one sentence. */
import type { VerdictCounts } from '../../audience/verdict-counts.ts';
import type { Verdict } from '../../audience/verdict.ts';
import { words } from '../words.ts';

const { alone, all, fineOf, state } = words.audience;

/** Fine first, then what matters most. */
const order: readonly Verdict[] = [
  'fine',
  'no-path',
  'bad-line',
  'slow-device',
  'reconnecting',
  'joining',
  'hidden',
  'silent',
];

/** Null for an empty audience. */
export function audienceSentence(counts: VerdictCounts): string | null {
  const present = order.filter((verdict) => counts[verdict] > 0);
  const total = present.reduce((sum, verdict) => sum + counts[verdict], 0);
  const [first] = present;
  if (first === undefined) return null;
  if (total === 1) return alone(state[first]);
  if (present.length === 1) return all(total, state[first]);
  const others = present.filter((verdict) => verdict !== 'fine');
  return [fineOf(counts.fine, total), ...others.map((verdict) => `${counts[verdict]} ${state[verdict]}`)].join(', ');
}
