/** What the test runners' own reports say, counted. Whatever ended neither well nor as a named skip has failed. */
import * as z from 'zod/mini';

export interface Skip {
  readonly test: string;
  readonly reason: string;
}

export interface Tally {
  readonly kind: string;
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly Skip[];
  /** Passed, but not at the first try: something to mend. */
  readonly secondTries?: readonly string[];
}

const VitestReport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

export function readVitestReport(kind: string, report: unknown): Tally {
  const { success, testResults } = VitestReport.parse(report);
  const results = testResults.flatMap((file) => file.assertionResults);
  const passed = results.filter(({ status }) => status === 'passed').length;
  const skipped = results.filter(({ status }) => ['skipped', 'pending', 'todo'].includes(status));
  // A file that could not be read has no tests to fail.
  const unreadable = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  const failed = results.length - passed - skipped.length + unreadable;
  return {
    kind,
    passed,
    // An error outside of every test fails the run and no test.
    failed: failed === 0 && !success ? 1 : failed,
    skips: skipped.map(({ fullName }) => ({ test: fullName, reason: 'skipped in its file' })),
  };
}

const PlaywrightTest = z.object({
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  annotations: z.array(z.object({ type: z.string(), description: z.optional(z.string()) })),
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

const outcomesIn = (suite: Suite): readonly Outcome[] => [
  ...suite.specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title: `${suite.title} › ${title}` }))),
  ...(suite.suites ?? []).flatMap((inner) => outcomesIn(inner)),
];

export function readPlaywrightReport(kind: string, report: unknown): Tally {
  const { suites, errors } = PlaywrightReport.parse(report);
  const outcomes = suites.flatMap((suite) => outcomesIn(suite));
  const secondTries = outcomes.filter(({ status }) => status === 'flaky').map(({ title }) => title);
  const passed = outcomes.filter(({ status }) => status === 'expected').length + secondTries.length;
  // Tests behind a failed one of their group are “skipped” as well, but nobody asked for that.
  const skips = outcomes.flatMap(({ status, title, annotations }) => {
    const asked = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
    return status === 'skipped' && asked ? [{ test: title, reason: asked.description ?? 'skipped in its file' }] : [];
  });
  return { kind, passed, failed: outcomes.length - passed - skips.length + errors.length, skips, secondTries };
}

/** A runner that ended without a report. */
export const crashed = (kind: string): Tally => ({ kind, passed: 0, failed: 1, skips: [] });

/** The end of the output; its last line is for machines as well. */
export function summaryOf(tallies: readonly Tally[]): readonly string[] {
  const width = Math.max(0, ...tallies.map(({ kind }) => kind.length));
  const lines = tallies.map(
    (tally) => `  ${tally.kind.padEnd(width)}  ${countsOf(tally.passed, tally.failed, tally.skips.length)}`,
  );
  const skips = tallies.flatMap((tally) => tally.skips).map(({ test, reason }) => `  skipped: ${test}: ${reason}`);
  const again = tallies.flatMap(({ secondTries = [] }) => secondTries).map((test) => `  at the second try: ${test}`);
  const sum = (count: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + count(tally), 0);
  const total = countsOf(
    sum((tally) => tally.passed),
    sum((tally) => tally.failed),
    sum((tally) => tally.skips.length),
  );
  return ['', 'Tests', ...lines, ...skips, ...again, '', total];
}

const countsOf = (passed: number, failed: number, skipped: number): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
