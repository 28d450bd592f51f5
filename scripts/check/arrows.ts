/**
 * One step of `npm run check`: fails on every import that runs against `directions.ts`. The
 * linter's `import/no-cycle` finds circles of files; this finds imports between areas that have no
 * circle yet.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { serviceDirections, workspaceDirections, type Directions } from './directions.ts';
import { readImports } from './read-imports.ts';

const SOURCES = '*/**/*.{ts,tsx,mts,js,mjs,css}';
const outputFolders = new Set(['node_modules', 'dist', 'release', 'test-results']);
const SERVICE_SOURCES = 'signaling-server/src';

/** One import, both ends as paths from the root with forward slashes. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Every import between files of the project. Packages from npm are left out. */
export function readArrows(root: string): readonly Arrow[] {
  return globSync(SOURCES, { cwd: root, exclude: (name) => outputFolders.has(posix.basename(name)) })
    .map((path) => path.replaceAll('\\', '/'))
    .flatMap((from) =>
      readImports(from, readFileSync(join(root, from), 'utf8')).flatMap((specifier) => {
        const to = targetOf(from, specifier);
        return to === undefined ? [] : [{ from, to }];
      }),
    );
}

/** The imported file or workspace; undefined for a package from npm or Node. */
function targetOf(from: string, specifier: string): string | undefined {
  const [path = ''] = specifier.split('?');
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path);
  return path.startsWith('@lectern/') ? path.slice('@lectern/'.length) : undefined;
}

/** A sentence for each arrow that breaks a table; empty if all is well. */
export function brokenDirections(arrows: readonly Arrow[]): readonly string[] {
  return [
    ...arrows.flatMap((arrow) => [
      ...broken(arrow, workspaceDirections, workspaceOf),
      ...broken(arrow, serviceDirections, serviceFolderOf),
    ]),
    ...brokenByDetour(arrows),
  ];
}

function broken({ from, to }: Arrow, directions: Directions, areaOf: (path: string) => string | undefined): string[] {
  const [importer, imported] = [areaOf(from), areaOf(to)];
  if (importer === undefined || imported === undefined || importer === imported) return [];
  const allowed = directions[importer];
  if (allowed === undefined) return [`${from}: “${importer}” has no row in directions.ts.`];
  if (allowed === 'any' || allowed.includes(imported)) return [];
  const limit = allowed.length === 0 ? 'nothing else' : `only ${allowed.join(', ')}`;
  return [`${from} imports ${to}, but “${importer}” may import ${limit}.`];
}

/**
 * Beside its folders the service has files such as `policy.ts` that every folder may import, and
 * entries such as `main.ts` that import every folder. One file cannot be both: through it, each
 * folder could import each other.
 */
function brokenByDetour(arrows: readonly Arrow[]): string[] {
  const ground = new Set(arrows.filter(({ from }) => serviceFolderOf(from) !== undefined).map(({ to }) => to));
  return arrows
    .filter(({ from, to }) => ground.has(from) && isServiceFile(from) && serviceFolderOf(to) !== undefined)
    .map(({ from, to }) => `${from} imports ${to}, but folders of the service import ${from}.`);
}

/** Whether it is directly in the service's `src`. */
const isServiceFile = (path: string): boolean => posix.dirname(path) === SERVICE_SOURCES;

/** The top-level folder; a file in the root itself (package.json) belongs to none. */
function workspaceOf(path: string): string | undefined {
  const [first] = path.split('/');
  return path.includes('/') || first === undefined || Object.hasOwn(workspaceDirections, first) ? first : undefined;
}

function serviceFolderOf(path: string): string | undefined {
  if (!path.startsWith(`${SERVICE_SOURCES}/`)) return undefined;
  const [folder, ...rest] = path.slice(SERVICE_SOURCES.length + 1).split('/');
  return rest.length > 0 ? folder : undefined;
}

if (import.meta.main) {
  const sentences = brokenDirections(readArrows(join(import.meta.dirname, '../..')));
  for (const sentence of sentences) console.error(sentence);
  process.exitCode = sentences.length === 0 ? 0 : 1;
}
