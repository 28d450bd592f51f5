/** The audience in one sentence. */
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
  } satisfies VerdictCounts;
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

/** In the order in which they are told. */
const phrases: readonly (readonly [Verdict, string])[] = [
  ['fine', 'fine'],
  ['bad-line', 'on a bad line'],
  ['slow-device', 'on a slow device'],
  ['reconnecting', 'reconnecting'],
  ['joining', 'joining'],
  ['hidden', 'looking elsewhere'],
  ['silent', 'without a report'],
];

/** For the only watcher there is. */
const alone: Readonly<Record<Verdict, string>> = {
  fine: 'Your watcher is fine',
  'bad-line': 'Your watcher is on a bad line',
  'slow-device': 'Your watcher is on a slow device',
  hidden: 'Your watcher is looking elsewhere',
  joining: 'Your watcher is joining',
  reconnecting: 'Your watcher is reconnecting',
  silent: 'Your watcher is connected',
};

/** Nothing where there is nobody. */
export function audienceSentence(counts: VerdictCounts): string | null {
  const verdicts = Object.keys(counts) as Verdict[];
  const total = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0);
  if (total === 0) return null;
  if (total === 1) return alone[verdicts.find((verdict) => counts[verdict] === 1) ?? 'silent'];
  const [first, ...others] = phrases.filter(([verdict]) => counts[verdict] > 0);
  if (first && others.length === 0) return `All ${total} ${first[1]}`;
  const bad = phrases.filter(([verdict]) => verdict !== 'fine' && counts[verdict] > 0);
  return [`${counts.fine} of ${total} fine`, ...bad.map(([verdict, words]) => `${counts[verdict]} ${words}`)].join(
    ', ',
  );
}
