/**
 * `npm run check`: every check that needs no browser. All steps run, and all failures are shown.
 * With `-- --no-tests` it leaves out the unit and contract tests, which `npm test` runs as well.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pMap from 'p-map';
import { runProgram } from '../programs/run-program.ts';

interface Step {
  readonly name: string;
  readonly command: readonly [script: string, ...args: string[]];
}

const root = join(import.meta.dirname, '../..');
const bin = (path: string): string => join(root, 'node_modules', path);

const { values: options } = parseArgs({
  options: { tests: { type: 'boolean', default: true } },
  allowNegative: true,
});

const tests: readonly Step[] = [
  { name: 'contract tests', command: [bin('vitest/vitest.mjs'), 'run', '--project', 'contract'] },
  { name: 'contract tests, far', command: [bin('vitest/vitest.mjs'), 'run', '--project', 'far'] },
  { name: 'unit tests', command: [bin('vitest/vitest.mjs'), 'run', '--project', 'unit'] },
];

/** The longest come first, so that the short ones fill the gaps. */
const steps: readonly Step[] = [
  ...(options.tests ? tests : []),
  { name: 'lint', command: [bin('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'] },
  { name: 'format', command: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'dead code', command: [bin('knip/bin/knip.js')] },
  { name: 'import directions', command: [join(root, 'scripts/check/arrows.ts')] },
  { name: 'purposes of files', command: [join(root, 'scripts/check/purposes.ts')] },
  ...findTypeScriptProjects().map((project): Step => ({
    name: `types of ${project}`,
    command: [bin('typescript/bin/tsc'), '-p', project],
  })),
];

/**
 * Every tsconfig in a folder of the root: one for each environment. The base in the root is only
 * extended.
 */
function findTypeScriptProjects(): readonly string[] {
  return globSync('*/**/tsconfig*.json', { cwd: root, exclude: ['**/node_modules', '**/dist'] }).toSorted();
}

async function runStep({ name, command }: Step): Promise<boolean> {
  const startedAt = Date.now();
  const { code, output } = await runProgram(process.execPath, [...command], { cwd: root, output: 'keep' });
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name}  ${seconds} s`);
  if (code !== 0) console.log(`\n${output.trim()}\n`);
  return code === 0;
}

const startedAt = Date.now();
const results = await pMap(steps, runStep, { concurrency: availableParallelism() });
const failed = results.filter((hasPassed) => !hasPassed).length;
const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
console.log(
  failed === 0
    ? `All ${steps.length} checks passed (${seconds} s).`
    : `${failed} of ${steps.length} checks failed (${seconds} s).`,
);
process.exitCode = failed === 0 ? 0 : 1;
if (process.connected) process.disconnect();
