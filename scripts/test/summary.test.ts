import { describe, expect, test } from 'vitest';
import { crashed, readPlaywrightReport, readVitestReport, summaryOf } from './summary.ts';

const vitestFile = (status: string, ...statuses: readonly string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each, index) => ({ fullName: `test ${index}`, status: each })),
});

describe('vitest', () => {
  test('passed, failed and skipped', () => {
    const report = { success: false, testResults: [vitestFile('failed', 'passed', 'failed', 'skipped', 'todo')] };
    expect(readVitestReport('unit', report)).toMatchObject({ passed: 1, failed: 1, skips: { length: 2 } });
  });

  test('a file that could not be loaded is a failure', () => {
    const report = { success: false, testResults: [vitestFile('passed', 'passed'), vitestFile('failed')] };
    expect(readVitestReport('unit', report)).toMatchObject({ passed: 1, failed: 1 });
  });

  test('an error outside of every test is a failure', () => {
    const report = { success: false, testResults: [vitestFile('passed', 'passed')] };
    expect(readVitestReport('unit', report)).toMatchObject({ passed: 1, failed: 1 });
  });

  test('something else than a report is not taken for one', () => {
    expect(() => readVitestReport('unit', {})).toThrow();
  });
});

const spec = (status: string, ...annotations: readonly { type: string; description?: string }[]) => ({
  title: `a ${status} test`,
  tests: [{ status, annotations }],
});

describe('playwright', () => {
  test('tests in nested groups are counted, and named where they needed a second try', () => {
    const inner = { title: 'group', specs: [spec('unexpected'), spec('flaky')] };
    const report = { suites: [{ title: 'a.spec.ts', specs: [spec('expected')], suites: [inner] }], errors: [] };
    const tally = readPlaywrightReport('end to end', report);
    expect(tally).toMatchObject({ passed: 2, failed: 1, skips: [], secondTries: ['group › a flaky test'] });
    expect(summaryOf([tally])).toContain('  at the second try: group › a flaky test');
  });

  test('a skip keeps its reason; a test that did not come to run has failed', () => {
    const specs = [spec('skipped', { type: 'skip', description: 'needs firefox' }), spec('skipped')];
    const tally = readPlaywrightReport('end to end', { suites: [{ title: 'a.spec.ts', specs }], errors: [] });
    expect(tally).toMatchObject({ passed: 0, failed: 1 });
    expect(tally.skips).toEqual([{ test: 'a.spec.ts › a skipped test', reason: 'needs firefox' }]);
  });

  test('a spec that could not be loaded is a failure', () => {
    const report = { suites: [], errors: [{ message: 'no such module' }] };
    expect(readPlaywrightReport('end to end', report).failed).toBe(1);
  });
});

describe('summary', () => {
  const good = { kind: 'unit', passed: 3, failed: 0, skips: [] };

  test('ends with the plain counts', () => {
    expect(summaryOf([good, crashed('contract')]).at(-1)).toBe('3 passed, 1 failed');
  });

  test('names skips with their reasons', () => {
    const lines = summaryOf([good, { ...good, skips: [{ test: 'a test', reason: 'needs firefox' }] }]);
    expect(lines).toContain('  skipped: a test: needs firefox');
    expect(lines.at(-1)).toBe('6 passed, 0 failed, 1 skipped');
  });
});
