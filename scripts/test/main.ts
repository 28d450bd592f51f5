/** `npm test`: gets what the tests need, builds what is stale, runs every test and counts. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BuildFailed, buildStale } from '../build/build-stale.ts';
import { runProgram } from '../programs/run-program.ts';
import { preparePrograms } from '../programs/prepare-programs.ts';
import { crashed, readPlaywrightReport, readVitestReport, summaryOf, type Tally } from './summary.ts';
import { withDisplay } from '../programs/display.ts';

const root = join(import.meta.dirname, '../..');
const reports = join(root, 'test-results');
const bin = (path: string): string => join(root, 'node_modules', path);
const say = (line: string): void => console.log(line);

async function runVitest(kind: 'unit' | 'contract'): Promise<Tally> {
  const file = join(reports, `${kind}.json`);
  const args = ['run', '--project', kind, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  await runProgram(process.execPath, [bin('vitest/vitest.mjs'), ...args], { cwd: root });
  return tallyFrom(kind, file, readVitestReport);
}

/** Specs of `shared` run two files at a time, those of `alone` one by one: `tests/playwright.config.ts` says which is which. */
async function runEndToEnd(project: 'shared' | 'alone', workers: number): Promise<Tally> {
  const file = join(reports, `end-to-end-${project}.json`);
  const options = [`--project=${project}`, `--workers=${workers}`, '--reporter=list,json'];
  const args = [bin('@playwright/test/cli.js'), 'test', '--config=tests/playwright.config.ts', ...options];
  const [program, ...rest] = withDisplay([process.execPath, ...args]);
  await runProgram(program, rest, { cwd: root, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file } });
  return tallyFrom(`end to end, ${project}`, file, readPlaywrightReport);
}

function tallyFrom(kind: string, file: string, read: (kind: string, report: unknown) => Tally): Tally {
  if (!existsSync(file)) return crashed(kind);
  try {
    return read(kind, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    console.error(`The report of ${kind} cannot be read:`, cause);
    return crashed(kind);
  }
}

async function run(): Promise<readonly Tally[]> {
  // A report of an earlier run must not be taken for this one's.
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const missing = await preparePrograms(say);
  const inCi = Boolean(process.env['CI']);
  const programs: Tally = { kind: 'system programs', passed: 0, failed: missing.length, skips: [] };
  try {
    await buildStale(root, say);
  } catch (cause) {
    if (!(cause instanceof BuildFailed)) throw cause;
    console.error(cause.message);
    return [crashed('build')];
  }
  const tallies = [
    await runVitest('unit'),
    await runVitest('contract'),
    await runEndToEnd('shared', 2),
    await runEndToEnd('alone', 1),
  ];
  return inCi && missing.length > 0 ? [programs, ...tallies] : tallies;
}

const tallies = await run();
for (const line of summaryOf(tallies)) say(line);
process.exitCode = tallies.some(({ failed }) => failed > 0) ? 1 : 0;
if (process.connected) process.disconnect();
