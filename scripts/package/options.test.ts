/** The options of `npm run package`. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readPackageOptions } from './options.ts';

test('by default installers are written to release/', () => {
  expect(readPackageOptions([], '/repo')).toEqual({ form: 'installers', outFolder: resolve('/repo/release') });
  expect(readPackageOptions(['--dir', '--out', '/tmp/app'], '/repo')).toEqual({
    form: 'folder',
    outFolder: resolve('/tmp/app'),
  });
});

test('an unknown option is refused', () => {
  expect(() => readPackageOptions(['--publish'], '/repo')).toThrow(/--publish/);
});
