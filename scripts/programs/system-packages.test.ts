/** Which packages are installed on which distribution. */
import { describe, expect, test } from 'vitest';
import { chromiumLibraries, packageNames, readDistribution } from './system-packages.ts';
import { systemPrograms } from './system-programs.ts';

describe('the distribution', () => {
  test.each([
    ['ID=debian\nVERSION_ID="12"\n', { id: 'debian', version: 12 }],
    [
      'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"',
      { id: 'ubuntu', version: 24.04 },
    ],
    ['ID=debian\nVERSION_CODENAME=forky', { id: 'debian', version: Infinity }],
    ['ID=fedora\nVERSION_ID=42', undefined],
    ['', undefined],
  ])('%j', (text, distribution) => {
    expect(readDistribution(text)).toEqual(distribution);
  });
});

describe('package names', () => {
  const libraries = [{ debian: chromiumLibraries, ubuntu: chromiumLibraries }];

  test.each([
    ['debian', 12, 'libasound2'],
    ['debian', 13, 'libasound2t64'],
    ['ubuntu', 22.04, 'libasound2'],
    ['ubuntu', 24.04, 'libasound2t64'],
  ] as const)('%s %s has %s', (id, version, name) => {
    expect(packageNames(libraries, { id, version })).toContain(name);
    expect(packageNames(libraries, { id, version })).toContain('libnss3');
  });

  test('Ubuntu’s browsers are snaps: Playwright’s Chromium needs libraries, and Firefox has no package', () => {
    const { chromium, firefox } = systemPrograms;
    expect(packageNames([chromium.packages], { id: 'ubuntu', version: 24.04 })).not.toContain('chromium');
    expect(packageNames([firefox.packages], { id: 'ubuntu', version: 24.04 })).toEqual([]);
    expect(packageNames([firefox.packages], { id: 'debian', version: 12 })).toEqual(['firefox-esr']);
  });

  test('each is named once', () => {
    const names = packageNames([...libraries, ...libraries], { id: 'debian', version: 12 });
    expect(names).toEqual(chromiumLibraries);
  });
});
