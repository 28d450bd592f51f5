/** Imports are read from sources, and those against the directions and circles are named. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import about from '../../package.json' with { type: 'json' };
import { brokenDirections, readArrows } from './arrows.ts';
import { workspaceDirections } from './directions.ts';
import { readImports } from './read-imports.ts';

test('every workspace has a row', () => {
  expect(Object.keys(workspaceDirections)).toEqual(expect.arrayContaining(about.workspaces));
});

describe('imports of a file', () => {
  test.each([
    ["import { a } from './a.ts';", './a.ts'],
    ["import './a.css';", './a.css'],
    ["import type { A } from './a.ts';", './a.ts'],
    ["import { type A } from './a.ts';", './a.ts'],
    ["export * from './a.ts';", './a.ts'],
    ["export type { A } from './a.ts';", './a.ts'],
    ["const a = await import('./a.ts');", './a.ts'],
    ["let a: import('./a.ts').A;", './a.ts'],
    ["new Worker(new URL('./a.worker.ts', import.meta.url));", './a.worker.ts'],
  ])('%s', (text, specifier) => {
    expect(readImports('x.ts', text)).toEqual([specifier]);
  });

  test('words that only look like an import do not count', () => {
    expect(readImports('x.ts', `// import './a.ts'\nconst text = "import './b.ts'"; new URL('./c', base);`)).toEqual(
      [],
    );
  });

  test('styles import as well', () => {
    expect(readImports('x.css', "@import '@lectern/look/tokens.css';\n@import url('./a.css');")).toEqual([
      '@lectern/look/tokens.css',
      './a.css',
    ]);
  });

  test('a file with a syntax error is not taken for one without imports', () => {
    expect(() => readImports('x.ts', 'import {')).toThrow(/x\.ts/);
  });
});

describe('directions', () => {
  test.each([
    ['rtc/src/a.ts', 'protocol'],
    ['rtc/src/a.ts', 'rtc/src/b.ts'],
    ['renderer/src/a.css', 'look/tokens.css'],
    ['tests/e2e/a.spec.ts', 'electron/src/main/a.ts'],
    ['electron/vite.config.ts', 'package.json'],
    ['signaling-server/src/door/a.ts', 'signaling-server/src/room/b.ts'],
    ['signaling-server/src/main.ts', 'signaling-server/src/door/a.ts'],
  ])('%s may import %s', (from, to) => {
    expect(brokenDirections([{ from, to }])).toEqual([]);
  });

  test.each([
    ['protocol/src/a.ts', 'rtc'],
    ['watcher-web/src/a.ts', 'renderer/src/b.ts'],
    ['renderer/src/a.ts', 'electron/src/b.ts'],
    ['bridge/src/a.test.ts', 'electron/src/b.ts'],
    ['rtc/src/a.test.ts', 'tests/support/a.ts'],
    ['signaling-server/src/a.ts', 'scripts/run.mjs'],
    ['unknown/src/a.ts', 'protocol'],
    ['signaling-server/src/room/a.ts', 'signaling-server/src/door/b.ts'],
    ['signaling-server/src/cluster/a.ts', 'signaling-server/src/door/b.ts'],
    ['signaling-server/src/unknown/a.ts', 'signaling-server/src/room/b.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(brokenDirections([{ from, to }])).toHaveLength(1);
  });
});

test('a file beside the folders of the service is imported by them or imports them, not both', () => {
  const [folder, other] = ['signaling-server/src/room/a.ts', 'signaling-server/src/door/b.ts'];
  const file = 'signaling-server/src/policy.ts';
  expect(brokenDirections([{ from: folder, to: file }])).toEqual([]);
  expect(brokenDirections([{ from: file, to: other }])).toEqual([]);
  const both = [
    { from: folder, to: file },
    { from: file, to: other },
  ];
  expect(brokenDirections(both)).toHaveLength(1);
});

describe('a tree on the disk', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lectern-arrows-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  test('relative paths and workspace names are found, packages and built output are not', () => {
    write('rtc/src/deep/a.ts', "import '../b.ts'; import '@lectern/state'; import 'node:fs'; import 'zod/mini';");
    write('rtc/dist/a.js', "import '../../renderer/src/b.ts';");
    write('rtc/node_modules/x/a.js', "import '../../../renderer/src/b.ts';");
    expect(readArrows(root)).toEqual([
      { from: 'rtc/src/deep/a.ts', to: 'rtc/src/b.ts' },
      { from: 'rtc/src/deep/a.ts', to: 'state' },
    ]);
  });

  test('a forbidden import is named with both ends', () => {
    write('state/src/a.tsx', "export type { B } from '../../protocol/src/b.ts';");
    expect(brokenDirections(readArrows(root))).toEqual([
      'state/src/a.tsx imports protocol/src/b.ts, but “state” may import nothing else.',
    ]);
  });
});
