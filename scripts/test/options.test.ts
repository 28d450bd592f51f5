/** The options of `npm test`. */
import { expect, test } from 'vitest';
import { readTestOptions, testHelp } from './options.ts';

test('without options everything runs, and missing programs may be installed', () => {
  expect(readTestOptions([])).toEqual({ mayInstall: true, unitFiles: [], endToEndFiles: [] });
});

test('--no-install', () => {
  expect(readTestOptions(['--no-install'])).toMatchObject({ mayInstall: false });
});

test('specs go to Playwright, other paths to Vitest', () => {
  expect(readTestOptions(['tests/e2e/scene.spec.ts', 'rtc', 'tests/contract/links.test.ts'])).toMatchObject({
    unitFiles: ['rtc', 'tests/contract/links.test.ts'],
    endToEndFiles: ['tests/e2e/scene.spec.ts'],
  });
});

test('an unknown option is refused', () => {
  expect(() => readTestOptions(['--instal'])).toThrow(/--instal/);
});

test('help names every option', () => {
  expect(readTestOptions(['-h'])).toBe('help');
  expect(testHelp).toContain('--no-install');
});
