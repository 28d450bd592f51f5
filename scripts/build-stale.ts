/** Builds the parts that are stale, side by side, each by Vite and its own configuration. */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { staleParts, STAMP, type AppPart } from './app-parts.ts';
import { runProgram } from './run-program.ts';

/** A part did not build; the message is for people, the output of the build is in it. */
export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}

/** Returns how many parts were built. `say` is told what happens. */
export async function buildStale(root: string, say: (line: string) => void): Promise<number> {
  const parts = await staleParts(root);
  if (parts.length === 0) return 0;
  say(`Building ${listed(parts.map((part) => part.says))}…`);
  const failures = (await Promise.all(parts.map((part) => buildPart(root, part)))).filter((text) => text !== undefined);
  if (failures.length > 0) throw new BuildFailed(failures.join('\n\n'));
  return parts.length;
}

async function buildPart(root: string, part: AppPart): Promise<string | undefined> {
  const startedAt = new Date();
  const folder = join(root, part.name);
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const result = await runProgram(process.execPath, [vite, 'build'], { cwd: folder, quiet: true });
  if (result.code !== 0) return `Building ${part.says} (${part.name}) failed:\n${result.output.trim()}`;
  const stamp = join(folder, 'dist', STAMP);
  await mkdir(join(folder, 'dist'), { recursive: true });
  await writeFile(stamp, '');
  await utimes(stamp, startedAt, startedAt);
  return undefined;
}

function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

if (import.meta.main) {
  try {
    const count = await buildStale(join(import.meta.dirname, '..'), (line) => console.log(line));
    console.log(count === 0 ? 'Everything is built already.' : 'Built.');
  } catch (cause) {
    if (!(cause instanceof BuildFailed)) throw cause;
    console.error(cause.message);
    process.exitCode = 1;
  }
}
