/** Reports of both test runners are counted, and no failure is lost. */
import { describe, expect, test } from 'vitest';
import { crashed, readPlaywrightReport, readVitestReport, summaryLines } from './summary.ts';

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

  test('the summary names a failed test and its error', () => {
    const failed = {
      fullName: 'rooms open',
      status: 'failed',
      failureMessages: ['\u001B[31mError: closed\u001B[39m\n    at room.ts'],
    };
    const report = {
      success: false,
      testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [failed] }],
    };
    expect(summaryLines([readVitestReport('unit', report)])).toContain('  failed: rooms open: Error: closed');
  });

  test('a file that could not be loaded is a failure', () => {
    const report = { success: false, testResults: [vitestFile('passed', 'passed'), vitestFile('failed')] };
    expect(readVitestReport('unit', report)).toMatchObject({ passed: 1, failed: 1 });
  });

  test('a skipped suite names the program that it needs in its title', () => {
    const assertionResults = [{ fullName: 'recordings (needs ffmpeg) are seekable', status: 'skipped' }];
    const report = { success: true, testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults }] };
    expect(readVitestReport('unit', report).skips).toMatchObject([{ reason: 'needs ffmpeg' }]);
  });

  test('an error outside every test is a failure', () => {
    const report = { success: false, testResults: [vitestFile('passed', 'passed')] };
    expect(readVitestReport('unit', report)).toMatchObject({ passed: 1, failed: 1 });
  });

  test('another object is not accepted as a report', () => {
    expect(() => readVitestReport('unit', {})).toThrow();
  });
});

const spec = (status: string, ...annotations: readonly { type: string; description?: string }[]) => ({
  title: `a ${status} test`,
  tests: [{ status, annotations }],
});

describe('playwright', () => {
  test('tests in nested groups are counted, and flaky ones are named', () => {
    const inner = { title: 'group', specs: [spec('unexpected'), spec('flaky')] };
    const report = { suites: [{ title: 'a.spec.ts', specs: [spec('expected')], suites: [inner] }], errors: [] };
    const tally = readPlaywrightReport('end to end', report);
    expect(tally).toMatchObject({ passed: 2, failed: 1, skips: [], flaky: ['group › a flaky test'] });
    expect(summaryLines([tally])).toContain('  passed only when run again: group › a flaky test');
  });

  test('the summary names a failed test and the error of its last try', () => {
    const results = [
      { error: { message: 'Error: slow' } },
      { error: { message: '\nError: closed\n\n  expected true' } },
    ];
    const failed = { title: 'opens', tests: [{ status: 'unexpected', annotations: [], results }] };
    const report = { suites: [{ title: 'a.spec.ts', specs: [failed] }], errors: [] };
    const lines = summaryLines([readPlaywrightReport('end to end', report)]);
    expect(lines).toContain('  failed: a.spec.ts › opens: Error: closed expected true');
  });

  test('a skip keeps its reason; a test that did not run has failed', () => {
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
    expect(summaryLines([good, crashed('contract')]).at(-1)).toBe('3 passed, 1 failed');
  });

  test('has one line for each missing program, with the tests that need it', () => {
    const reasons = ['needs firefox', 'needs ffmpeg; needs firefox', 'needs root', 'skipped in the source'];
    const skips = reasons.map((reason) => ({ test: 'a test', reason }));
    const lines = summaryLines([good, { ...good, skips }]);
    expect(lines.filter((line) => line.startsWith('  skipped'))).toEqual([
      expect.stringMatching(/^ {2}skipped 2 tests: needs firefox, .+ \(.+\)$/),
      expect.stringMatching(/^ {2}skipped 1 test: needs ffmpeg, reading recordings \(.*install ffmpeg\)$/),
      '  skipped 1 test: needs root',
      '  skipped 1 test: skipped in the source',
    ]);
    expect(lines.at(-1)).toBe('6 passed, 0 failed, 4 skipped');
  });
});
