/** Options from the command line and the environment, and which of them are refused. */
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

const start = { argv: ['lectern'], env: {}, isPackaged: true };

test('the defaults are the service on this machine and the person’s own profile', () => {
  expect(readEnvironment(start)).toEqual({ defaultServiceUrl: 'http://localhost:8420' });
});

test('the command line precedes the environment, and its last option the others', () => {
  const env = { LECTERN_SERVICE: 'https://env.example' };
  expect(readEnvironment({ ...start, env }).defaultServiceUrl).toBe('https://env.example');
  const argv = ['lectern', '--service=https://one.example', '--service=https://two.example'];
  expect(readEnvironment({ ...start, env, argv }).defaultServiceUrl).toBe('https://two.example');
});

test('the words of a link are not options', () => {
  const argv = ['lectern', '--', '--service=https://evil.example', 'lectern://connect?service=https://one.example'];
  expect(readEnvironment({ ...start, argv }).defaultServiceUrl).toBe('http://localhost:8420');
});

test('an empty variable counts as missing', () => {
  const env = { LECTERN_SERVICE: '', LECTERN_USER_DATA: '', LECTERN_RENDERER_URL: '' };
  expect(readEnvironment({ ...start, env, isPackaged: false })).toEqual({ defaultServiceUrl: 'http://localhost:8420' });
});

test('a dev server is used only when the app runs from source, and only one on this machine', () => {
  const env = { LECTERN_RENDERER_URL: 'http://localhost:5173/' };
  expect(readEnvironment({ ...start, env, isPackaged: false }).rendererUrl).toBe('http://localhost:5173/');
  expect(readEnvironment({ ...start, env }).rendererUrl).toBeUndefined();
  const foreign = { LECTERN_RENDERER_URL: 'http://lectern.example/' };
  expect(() => readEnvironment({ ...start, env: foreign, isPackaged: false })).toThrow('must be on this machine');
});

test.each(['lectern.example', 'https://lectern.example/', 'ftp://lectern.example', 'https://a@lectern.example', ''])(
  'a service given as "%s" is refused with a sentence',
  (service) => {
    expect(() => readEnvironment({ ...start, argv: [`--service=${service}`] })).toThrow(
      'The service is given as an address',
    );
  },
);
