/** What a run writes into the temporary folder is gone after it, except where something is mounted. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isFullRoot } from '../../tests/support/machine/full-root.ts';
import { openRunFolder } from './run-folder.ts';

const before = tmpdir();
let close: () => void = () => {};

afterEach(() => close());

test('this run has a folder of its own', () => {
  expect(dirname(before)).not.toBe('/');
  expect(before).toMatch(/lectern-\w{6}$/);
});

test('what this process and its children leave there is removed', () => {
  close = openRunFolder();
  const folder = tmpdir();
  expect(dirname(folder)).toBe(before);
  writeFileSync(join(mkdtempSync(join(folder, 'left-')), 'file'), '');
  const write = "fs.writeFileSync(path.join(os.tmpdir(), 'from-child'), '')";
  execFileSync(process.execPath, ['-e', write]);
  expect(readdirSync(folder)).toHaveLength(2);
  close();
  expect(existsSync(folder)).toBe(false);
  expect(tmpdir()).toBe(before);
});

test.skipIf(process.platform === 'win32')('every user may write there', () => {
  close = openRunFolder();
  expect(statSync(tmpdir()).mode & 0o7777).toBe(0o1777);
});

test('it is removed where the process ends without closing it', () => {
  const module = JSON.stringify(join(import.meta.dirname, 'run-folder.ts'));
  const program = `import open from ${module}; open(); console.log(process.env.TMPDIR); process.exit(3);`;
  let output = '';
  try {
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  } catch (cause) {
    output = String(cause instanceof Error && 'stdout' in cause && cause.stdout);
  }
  expect(dirname(output.trim())).toBe(before);
  expect(existsSync(output.trim())).toBe(false);
});

test.skipIf(!isFullRoot())('it is kept where something is mounted in it (needs root)', () => {
  close = openRunFolder();
  const mounted = mkdtempSync(join(tmpdir(), 'disk-'));
  execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', mounted]);
  const file = join(mounted, 'file');
  try {
    writeFileSync(file, '');
    close();
    expect(existsSync(file)).toBe(true);
  } finally {
    execFileSync('umount', [mounted]);
    rmSync(dirname(mounted), { recursive: true });
  }
});
