import { expect, test } from 'vitest';
import { readEnvironment } from './environment.ts';

const start = { argv: ['lectern'], env: {}, isPackaged: true };

test('nothing said: the service on this machine, the person’s own profile', () => {
  expect(readEnvironment(start)).toEqual({ defaultServiceUrl: 'http://localhost:8420' });
});

test('the command line counts more than the environment, and its last word most', () => {
  const env = { LECTERN_SERVICE: 'https://env.example' };
  expect(readEnvironment({ ...start, env }).defaultServiceUrl).toBe('https://env.example');
  const argv = ['lectern', '--service=https://one.example', '--service=https://two.example'];
  expect(readEnvironment({ ...start, env, argv }).defaultServiceUrl).toBe('https://two.example');
});

test('what comes with a link is no switch', () => {
  const argv = ['lectern', '--', '--service=https://evil.example', 'lectern://connect?service=https://one.example'];
  expect(readEnvironment({ ...start, argv }).defaultServiceUrl).toBe('http://localhost:8420');
});

test('an empty variable is no variable', () => {
  const env = { LECTERN_SERVICE: '', LECTERN_USER_DATA: '', LECTERN_RENDERER_URL: '' };
  expect(readEnvironment({ ...start, env, isPackaged: false })).toEqual({ defaultServiceUrl: 'http://localhost:8420' });
});

test('a dev server is used from the source only, and only one of this machine', () => {
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
