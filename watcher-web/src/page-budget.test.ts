/** The size of the page, measured on a real build: the core, and all that loads by itself. */
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { beforeAll, expect, test, vi } from 'vitest';

const CORE_MAX_BYTES = 40 * 1024;
const ALL_MAX_BYTES = 120 * 1024;

let files: Rolldown.RolldownOutput['output'];
let html: string;

const chunks = (): Rolldown.OutputChunk[] => files.filter((file) => file.type === 'chunk');
const gzipBytes = (chunk: Rolldown.OutputChunk): number => gzipSync(chunk.code).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const modules = (list: readonly Rolldown.OutputChunk[]): string[] => list.flatMap(({ moduleIds }) => moduleIds);
const isReact = (id: string): boolean => /node_modules\/(react|react-dom|scheduler)\//.test(id);

/** These chunks and their static imports. */
function withImports(names: readonly string[]): Rolldown.OutputChunk[] {
  const found = new Map<string, Rolldown.OutputChunk>();
  const add = (name: string): void => {
    const chunk = chunks().find(({ fileName }) => fileName === name);
    if (!chunk || found.has(name)) return;
    found.set(name, chunk);
    chunk.imports.forEach(add);
  };
  names.forEach(add);
  return [...found.values()];
}

/** What must load before the core runs: the entries and their static imports. */
const core = (): Rolldown.OutputChunk[] =>
  withImports(chunks().flatMap(({ isEntry, fileName }) => (isEntry ? fileName : [])));

/** The core and what it loads while it connects. */
const atOnce = (): Rolldown.OutputChunk[] => {
  const imported = core().flatMap(({ dynamicImports }) => dynamicImports);
  return withImports([...core().map(({ fileName }) => fileName), ...imported]);
};

beforeAll(async () => {
  // As released, without React's development build.
  vi.stubEnv('NODE_ENV', 'production');
  const root = join(import.meta.dirname, '..');
  const result = await build({ root, logLevel: 'error', build: { write: false, sourcemap: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('expected one build');
  files = result.output;
  const page = files.find(({ fileName }) => fileName === 'index.html');
  html = page?.type === 'asset' ? String(page.source) : '';
}, 60_000);

test('the core is at most 40 KB', () => {
  expect(core()).not.toHaveLength(0);
  expect(sum(core().map(gzipBytes))).toBeLessThanOrEqual(CORE_MAX_BYTES);
});

test('the core is in its entries only: another file would cost another round trip', () => {
  expect(core().filter(({ isEntry }) => !isEntry)).toEqual([]);
});

test('all that loads by itself is at most 120 KB', () => {
  expect(sum(atOnce().map(gzipBytes))).toBeLessThanOrEqual(ALL_MAX_BYTES);
});

test('panels load on demand', () => {
  const panels = /src\/ui\/panels\/[\w-]+-(sheet|panel)\.tsx/;
  expect(modules(chunks()).filter((id) => panels.test(id))).not.toHaveLength(0);
  expect(modules(atOnce()).filter((id) => panels.test(id))).toEqual([]);
});

test('the core does not wait for React', () => {
  expect(modules(chunks()).some(isReact)).toBe(true);
  expect(modules(core()).filter(isReact)).toEqual([]);
});

test('the page preloads exactly what it will run, and has nothing inline', () => {
  const fetched = chunks().filter(({ fileName }) => html.includes(`/${fileName}`));
  expect(fetched.map(({ fileName }) => fileName).toSorted()).toEqual(
    atOnce()
      .map(({ fileName }) => fileName)
      .toSorted(),
  );
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});

test('every file is named relative to a room, so that the service may be under a path of its host', () => {
  const named = [...html.matchAll(/\s(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((address) => !address.startsWith('../'))).toEqual([]);
  const fromRoot = /["'`(]\/(assets\/|version|icon\.svg|old-browser\.js)/;
  expect(chunks().flatMap(({ code }) => fromRoot.exec(code)?.[0] ?? [])).toEqual([]);
});
