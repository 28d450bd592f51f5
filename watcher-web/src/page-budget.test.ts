/** What the page weighs, measured on a real build: the core that connects, and all that loads without a press. */
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

/** What has to be there before the core runs: its entries and their static imports. */
function core(): Rolldown.OutputChunk[] {
  const found = new Map<string, Rolldown.OutputChunk>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || found.has(chunk.fileName)) return;
    found.set(chunk.fileName, chunk);
    for (const name of chunk.imports) add(chunks().find(({ fileName }) => fileName === name));
  };
  for (const chunk of chunks()) if (chunk.isEntry) add(chunk);
  return [...found.values()];
}

beforeAll(async () => {
  // As released: otherwise React's development build would be weighed.
  vi.stubEnv('NODE_ENV', 'production');
  const root = join(import.meta.dirname, '..');
  const result = await build({ root, logLevel: 'error', build: { write: false, sourcemap: false } });
  if (Array.isArray(result) || !('output' in result)) throw new Error('expected one build');
  files = result.output;
  const page = files.find(({ fileName }) => fileName === 'index.html');
  html = page?.type === 'asset' ? String(page.source) : '';
}, 60_000);

test('what connects is at most 40 KB', () => {
  expect(core()).not.toHaveLength(0);
  expect(sum(core().map(gzipBytes))).toBeLessThanOrEqual(CORE_MAX_BYTES);
});

test('all scripts together are at most 120 KB', () => {
  expect(sum(chunks().map(gzipBytes))).toBeLessThanOrEqual(ALL_MAX_BYTES);
});

test('what connects does not wait for React', () => {
  expect(modules(chunks()).some(isReact)).toBe(true);
  expect(modules(core()).filter(isReact)).toEqual([]);
});

test('the page fetches every script from the start and has nothing inline', () => {
  for (const { fileName } of chunks()) expect(html).toContain(`/${fileName}`);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
