/**
 * `npm run -s bench -- <name>` runs `tests/bench/<name>.ts`. Progress goes to standard error; the
 * last line of standard output is the result as JSON.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from '../build/build-stale.ts';
import { withDisplay } from '../programs/virtual-display.ts';
import { preparePrograms } from '../programs/prepare-programs.ts';
import { openRunFolder } from '../programs/run-folder.ts';
import { runProgram } from '../programs/run-program.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'tests/bench');
const print = (line: string): void => console.error(line);

const [name = '', ...args] = process.argv.slice(2);
const file = join(folder, `${name}.ts`);
if (/^[\w-]+$/.test(name) && existsSync(file)) {
  await preparePrograms({ print, mayInstall: false });
  await buildStale(root, print);
  openRunFolder();
  const [program, ...rest] = withDisplay([process.execPath, file, ...args]);
  process.exitCode = (await runProgram(program, rest, { cwd: root })).code;
} else {
  const names = readdirSync(folder)
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => entry.slice(0, -'.ts'.length));
  print(`Name a measurement, as in “npm run -s bench -- join”. There are: ${names.join(', ')}.`);
  process.exitCode = 1;
}
// The channel to run.mjs would keep this process alive.
if (process.connected) process.disconnect();
