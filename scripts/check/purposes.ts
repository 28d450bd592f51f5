/**
 * One step of `npm run check`: fails on every source file that does not begin with a comment which
 * says what the file is for.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const SOURCES = '{*,*/**/*}.{ts,tsx,mts,js,mjs,css}';
const outputFolders = new Set(['node_modules', 'dist', 'release', 'test-results']);

/** Paths from the root, with forward slashes. */
export function readPathsWithoutPurpose(root: string): readonly string[] {
  return globSync(SOURCES, { cwd: root, exclude: (name) => outputFolders.has(posix.basename(name)) })
    .filter((path) => !beginsWithPurpose(readFileSync(join(root, path), 'utf8')))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

/** A comment with words in it, and not one for a tool. */
const beginsWithPurpose = (text: string): boolean =>
  /^(?:#!.*\n)?(?:\/\*[*\s]*|\/\/ )(?!@|oxlint|eslint|prettier)\S*\w\S* [^*\s]/.test(text);

if (import.meta.main) {
  const paths = readPathsWithoutPurpose(join(import.meta.dirname, '../..'));
  for (const path of paths) console.error(`${path} does not begin with a comment that says what it is for.`);
  process.exitCode = paths.length === 0 ? 0 : 1;
}
