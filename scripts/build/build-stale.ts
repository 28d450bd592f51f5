/**
 * Builds the parts whose output is out of date, side by side, each with Vite and its own
 * configuration.
 */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../programs/run-program.ts';
import { findStaleParts, STAMP, type AppPart } from './app-parts.ts';

/**
 * At least one part did not build. The message can be shown; it contains the output of the build.
 */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}

/** Returns the number of parts that were built. Progress goes to `print`. Throws `BuildFailed`. */
export async function buildStale(root: string, print: (line: string) => void): Promise<number> {
  const parts = await findStaleParts(root);
  if (parts.length === 0) return 0;
  print(`Building ${list.format(parts.map((part) => part.title))}…`);
  const failures = (await Promise.all(parts.map((part) => buildPart(root, part)))).filter((text) => text !== undefined);
  if (failures.length > 0) throw new BuildFailed(failures.join('\n\n'));
  return parts.length;
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** Returns the text of the failure, if there is one. */
async function buildPart(root: string, part: AppPart): Promise<string | undefined> {
  const startedAt = new Date();
  const folder = join(root, part.name);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const result = await runProgram(process.execPath, [vite, 'build'], { cwd: folder, output: 'keep' });
  if (result.code !== 0) return `Building ${part.title} (${part.name}) failed:\n${result.output.trim()}`;
  const stamp = join(folder, 'dist', STAMP);
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(stamp, '');
  await utimes(stamp, startedAt, startedAt);
  return undefined;
}
