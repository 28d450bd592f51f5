/**
 * `npm test`: gets the programs that the tests need, builds what is out of date, runs the tests and
 * counts.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BuildFailed, buildStale } from '../build/build-stale.ts';
import { preparePrograms } from '../programs/prepare-programs.ts';
import { runProgram } from '../programs/run-program.ts';
import { withDisplay } from '../programs/virtual-display.ts';
import { readTestOptions, testHelp, type TestOptions } from './options.ts';
import { crashed, readPlaywrightReport, readVitestReport, summaryLines, type Tally } from './summary.ts';

const root = join(import.meta.dirname, '../..');
const reports = join(root, 'test-results');
const bin = (path: string): string => join(root, 'node_modules', path);
const print = (line: string): void => console.log(line);

/** `files` are parts of paths; without any, all tests of the project run. */
async function runVitest(project: 'unit' | 'contract' | 'far', files: readonly string[]): Promise<Tally> {
  const report = join(reports, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['run', '--project', project, '--maxWorkers=100%', '--passWithNoTests', ...reporters, ...files];
  await runProgram(process.execPath, [bin('vitest/vitest.mjs'), ...args], { cwd: root });
  return readReport(project, report, readVitestReport);
}

/**
 * Specs of `shared` run two files at a time, those of `alone` one by one;
 * `tests/playwright.config.ts` says which is which.
 */
async function runEndToEnd(project: 'shared' | 'alone', workers: number, files: readonly string[]): Promise<Tally> {
  const report = join(reports, `end-to-end-${project}.json`);
  const options = [`--project=${project}`, `--workers=${workers}`, '--pass-with-no-tests', '--reporter=list,json'];
  const args = [bin('@playwright/test/cli.js'), 'test', '--config=tests/playwright.config.ts', ...options, ...files];
  const [program, ...rest] = withDisplay([process.execPath, ...args]);
  await runProgram(program, rest, { cwd: root, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report } });
  return readReport(`end to end, ${project}`, report, readPlaywrightReport);
}

function readReport(kind: string, file: string, read: (kind: string, report: unknown) => Tally): Tally {
  if (!existsSync(file)) return crashed(kind);
  try {
    return read(kind, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    console.error(`The report of ${kind} cannot be read:`, cause);
    return crashed(kind);
  }
}

async function runTests({ unitFiles, endToEndFiles }: TestOptions): Promise<readonly Tally[]> {
  const isAll = unitFiles.length + endToEndFiles.length === 0;
  const tallies: Tally[] = [];
  if (isAll || unitFiles.length > 0) {
    tallies.push(
      await runVitest('unit', unitFiles),
      await runVitest('contract', unitFiles),
      await runVitest('far', unitFiles),
    );
  }
  if (isAll || endToEndFiles.length > 0) {
    tallies.push(await runEndToEnd('shared', 2, endToEndFiles), await runEndToEnd('alone', 1, endToEndFiles));
  }
  return tallies;
}

async function run(options: TestOptions): Promise<readonly Tally[]> {
  // A report of an earlier run must not be counted again.
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const missing = await preparePrograms({ print, mayInstall: options.mayInstall });
  try {
    await buildStale(root, print);
  } catch (cause) {
    if (!(cause instanceof BuildFailed)) throw cause;
    console.error(cause.message);
    return [crashed('build')];
  }
  const tallies = await runTests(options);
  const isCi = Boolean(process.env['CI']);
  return isCi ? [{ kind: 'system programs', passed: 0, failed: missing.length, skips: [] }, ...tallies] : tallies;
}

try {
  const options = readTestOptions(process.argv.slice(2));
  if (options === 'help') {
    print(testHelp);
  } else {
    const tallies = await run(options);
    for (const line of summaryLines(tallies)) print(line);
    process.exitCode = tallies.some(({ failed }) => failed > 0) ? 1 : 0;
  }
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
