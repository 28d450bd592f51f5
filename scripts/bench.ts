/** `npm run -s bench -- <name>` runs `tests/bench/<name>.ts`. Progress goes to stderr; the last line of stdout is the result as JSON. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildStale } from './build-stale.ts';
import { preparePrograms } from './prepare-programs.ts';
import { runProgram } from './run-program.ts';
import { underDisplay } from './under-display.ts';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'tests/bench');
const say = (line: string): void => console.error(line);

const [name = '', ...args] = process.argv.slice(2);
const file = join(folder, `${name}.ts`);
if (/^[\w-]+$/.test(name) && existsSync(file)) {
  await preparePrograms(say);
  await buildStale(root, say);
  const [program, ...rest] = underDisplay([process.execPath, file, ...args]);
  process.exitCode = (await runProgram(program, rest, { cwd: root })).code;
} else {
  const names = readdirSync(folder).map((entry) => entry.replace(/\.ts$/, ''));
  say(`Say which measurement to run, as in “npm run -s bench -- join”. There are: ${names.join(', ')}.`);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
