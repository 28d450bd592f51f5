import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readPackageOptions } from './package-options.ts';

test('installers into release/, unless told otherwise', () => {
  expect(readPackageOptions([], '/repo')).toEqual({ form: 'installers', outFolder: resolve('/repo/release') });
  expect(readPackageOptions(['--dir', '--out', '/tmp/app'], '/repo')).toEqual({
    form: 'folder',
    outFolder: resolve('/tmp/app'),
  });
});

test('a word that is not known is refused', () => {
  expect(() => readPackageOptions(['--publish'], '/repo')).toThrow(/--publish/);
});
