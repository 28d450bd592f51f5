/**
 * Counts the results in the reports of Vitest and Playwright. A test that neither passed nor was
 * skipped for a stated reason counts as failed.
 */
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod/mini';
import { howToGet, isSystemProgram, systemPrograms } from '../programs/system-programs.ts';

export interface Skip {
  readonly test: string;
  /** `needs firefox; needs root` for missing programs, else a sentence. */
  readonly reason: string;
}

export interface Tally {
  readonly kind: string;
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
  readonly failures?: readonly Failure[];
  /** Tests that passed only when they were run again: defects. */
  readonly flaky?: readonly string[];
}

export interface Failure {
  readonly test: string;
  /** The beginning of its error. */
  readonly reason: string;
}

const NO_REASON = 'skipped in the source';
const NO_MESSAGE = 'no message';

/** Longest reason of a failure in the summary, in characters; the whole error stands further up. */
const MAX_REASON = 300;

const VitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.optional(z.array(z.string())) }),
      ),
    }),
  ),
});

export function readVitestReport(kind: string, report: unknown): Tally {
  const { success, testResults } = VitestReport.parse(report);
  const results = testResults.flatMap((file) => file.assertionResults);
  const passed = results.filter(({ status }) => status === 'passed').length;
  const skipped = results.filter(({ status }) => ['skipped', 'pending', 'todo'].includes(status));
  // A file that could not be loaded has no tests that could fail.
  const unloadable = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = results.length - passed - skipped.length + unloadable;
  return {
    kind,
    passed,
    // An error outside every test fails the run, but no test.
    failed: failed === 0 && !success ? 1 : failed,
    skips: skipped.map(({ fullName }) => ({ test: fullName, reason: reasonIn(fullName) })),
    failures: results
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages = [] }) => ({ test: fullName, reason: reasonFrom(failureMessages[0]) })),
  };
}

/** In one line, without the terminal's colours and without the stack. */
const reasonFrom = (message = NO_MESSAGE): string =>
  (stripVTControlCharacters(message).split(/\n\s+at /)[0] ?? '').trim().replace(/\s+/g, ' ').slice(0, MAX_REASON);

/**
 * Vitest reports no reason, so a suite that needs a program names it in its title: “recordings
 * (needs ffmpeg)”.
 */
const reasonIn = (title: string): string => /\((needs [\w ;]+)\)/.exec(title)?.[1] ?? NO_REASON;

const PlaywrightTest = z.object({
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  annotations: z.array(z.object({ type: z.string(), description: z.optional(z.string()) })),
  /** One for each try. */
  results: z.optional(z.array(z.object({ error: z.optional(z.object({ message: z.optional(z.string()) })) }))),
});
const Suite = z.object({
  title: z.string(),
  specs: z.array(z.object({ title: z.string(), tests: z.array(PlaywrightTest) })),
  get suites() {
    return z.optional(z.array(Suite));
  },
});
const PlaywrightReport = z.object({ suites: z.array(Suite), errors: z.array(z.unknown()) });
type Suite = z.infer<typeof Suite>;

interface Outcome extends z.infer<typeof PlaywrightTest> {
  readonly title: string;
}

const readOutcomes = (suite: Suite): readonly Outcome[] => [
  ...suite.specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title: `${suite.title} › ${title}` }))),
  ...(suite.suites ?? []).flatMap((inner) => readOutcomes(inner)),
];

export function readPlaywrightReport(kind: string, report: unknown): Tally {
  const { suites, errors } = PlaywrightReport.parse(report);
  const outcomes = suites.flatMap((suite) => readOutcomes(suite));
  const flaky = outcomes.filter(({ status }) => status === 'flaky').map(({ title }) => title);
  const passed = outcomes.filter(({ status }) => status === 'expected').length + flaky.length;
  // In a serial group, tests after a failed one are reported as skipped too, without an annotation.
  const skips = outcomes.flatMap(({ status, title, annotations }) => {
    const annotation = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
    return status === 'skipped' && annotation ? [{ test: title, reason: annotation.description ?? NO_REASON }] : [];
  });
  const failures = outcomes
    .filter(({ status }) => status === 'unexpected')
    .map(({ title, results }) => ({ test: title, reason: reasonFrom(results?.at(-1)?.error?.message) }));
  return { kind, passed, failed: outcomes.length - passed - skips.length + errors.length, skips, failures, flaky };
}

/** The tally of a runner that ended without a report. */
export const crashed = (kind: string): Tally => ({ kind, passed: 0, failed: 1, skips: [] });

/** The end of the output. The last line, `N passed, N failed`, is also read by programs. */
export function summaryLines(tallies: readonly Tally[]): readonly string[] {
  const width = Math.max(0, ...tallies.map(({ kind }) => kind.length));
  const lines = tallies.map(
    (tally) => `  ${tally.kind.padEnd(width)}  ${counts(tally.passed, tally.failed, tally.skips.length)}`,
  );
  const failures = tallies
    .flatMap((tally) => tally.failures ?? [])
    .map((each) => `  failed: ${each.test}: ${each.reason}`);
  const flaky = tallies.flatMap((tally) => tally.flaky ?? []).map((test) => `  passed only when run again: ${test}`);
  const sum = (count: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + count(tally), 0);
  const total = counts(
    sum((tally) => tally.passed),
    sum((tally) => tally.failed),
    sum((tally) => tally.skips.length),
  );
  return [
    '',
    'Tests',
    ...lines,
    ...skipLines(tallies.flatMap((tally) => tally.skips)),
    ...failures,
    ...flaky,
    '',
    total,
  ];
}

/** One line for each missing program, and for each other reason; the most frequent first. */
function skipLines(skips: readonly Skip[]): readonly string[] {
  const tests = new Map<string, number>();
  for (const reason of skips.flatMap((skip) => skip.reason.split('; ')))
    tests.set(reason, (tests.get(reason) ?? 0) + 1);
  return [...tests]
    .toSorted(([, left], [, right]) => right - left)
    .map(([reason, count]) => {
      const program = reason.replace(/^needs /, '');
      const detail = isSystemProgram(program) ? `, ${systemPrograms[program].use} (${howToGet(program)})` : '';
      return `  skipped ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}${detail}`;
    });
}

const counts = (passed: number, failed: number, skipped: number): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
