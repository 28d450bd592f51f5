/** The compressed files of a page on a real disk. */
import { mkdirSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressFiles } from './compress-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'lectern-page-'));
const inFolder = (name: string): string => join(folder, name);

test('the index changes once more when all files are compressed, so a running service reads them', () => {
  mkdirSync(inFolder('assets'));
  writeFileSync(inFolder('index.html'), '<p>page</p>');
  writeFileSync(inFolder('assets/a.js'), 'const a = 1;');
  const written = new Date(2020, 0);
  utimesSync(inFolder('index.html'), written, written);
  compressFiles(folder);
  expect(statSync(inFolder('index.html')).mtimeMs).toBeGreaterThan(written.getTime());
  expect(String(readFileSync(inFolder('index.html')))).toBe('<p>page</p>');
  expect(String(brotliDecompressSync(readFileSync(inFolder('assets/a.js.br'))))).toBe('const a = 1;');
  expect(String(gunzipSync(readFileSync(inFolder('assets/a.js.gz'))))).toBe('const a = 1;');
});
