import { expect, test } from 'vitest';
import { readStartOptions, startHelp } from './start-options.ts';

const usual = { presenter: 'desktop', servicePort: 8420, presenterPort: 8421, openBrowser: true };

test('nothing said means the desktop app on the usual ports', () => {
  expect(readStartOptions([], {})).toEqual(usual);
});

test('--browser and --no-open', () => {
  expect(readStartOptions(['--browser', '--no-open'], {})).toEqual({
    ...usual,
    presenter: 'browser',
    openBrowser: false,
  });
});

test('ports come from the environment, an empty one counts as unset', () => {
  expect(readStartOptions([], { LECTERN_PORT: '0', LECTERN_PRESENTER_PORT: '' })).toEqual({ ...usual, servicePort: 0 });
});

test.each(['none', '-1', '70000', '80.5'])('a port of %s is refused by name', (port) => {
  expect(() => readStartOptions([], { LECTERN_PORT: port })).toThrow(/LECTERN_PORT.*0 to 65535/);
});

test('an unknown option is refused', () => {
  expect(() => readStartOptions(['--browzer'], {})).toThrow(/--browzer/);
});

test('help names every option', () => {
  expect(readStartOptions(['-h'], {})).toBe('help');
  expect(startHelp).toContain('--browser');
});
