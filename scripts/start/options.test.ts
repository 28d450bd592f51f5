/** The options and ports of `npm start`. */
import { expect, test } from 'vitest';
import { readStartOptions, startHelp } from './options.ts';

const usual = { presenter: 'desktop', servicePort: 8420, presenterPort: 8421, openBrowser: true };

test('without options the desktop app starts, on the usual ports', () => {
  expect(readStartOptions([], {})).toEqual(usual);
});

test('--browser and --no-open', () => {
  expect(readStartOptions(['--browser', '--no-open'], {})).toEqual({
    ...usual,
    presenter: 'browser',
    openBrowser: false,
  });
});

test('ports come from the environment; an empty variable counts as unset', () => {
  expect(readStartOptions([], { LECTERN_PORT: '0', LECTERN_PRESENTER_PORT: '' })).toEqual({ ...usual, servicePort: 0 });
});

test.each(['none', '-1', '70000', '80.5'])('a port of %s is refused, and the message names the variable', (port) => {
  expect(() => readStartOptions([], { LECTERN_PORT: port })).toThrow(/LECTERN_PORT.*0 to 65535/);
});

test('an unknown option is refused', () => {
  expect(() => readStartOptions(['--browzer'], {})).toThrow(/--browzer/);
});

test('help names every option', () => {
  expect(readStartOptions(['-h'], {})).toBe('help');
  expect(startHelp).toContain('--browser');
});

test('the variables that Kubernetes injects for a service called lectern set no port', () => {
  const injected = { LECTERN_PORT: 'tcp://10.43.0.9:9000', LECTERN_PORT_9000_TCP: 'tcp://10.43.0.9:9000' };
  expect(readStartOptions([], injected)).toEqual(usual);
});
