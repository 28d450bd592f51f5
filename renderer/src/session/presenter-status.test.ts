import { expect, test } from 'vitest';
import { initialPresenterState as initial } from './presenter-state.ts';
import { statusOf } from './presenter-status.ts';

test('off air with an open room is offline', () => {
  expect(statusOf({ ...initial, signaling: { name: 'open' } })).toEqual({ name: 'offline' });
});

test('paused is a form of live', () => {
  expect(statusOf({ ...initial, signaling: { name: 'open' }, air: 'paused' })).toEqual({ name: 'live', paused: true });
});

test('a service that is being stopped changes nothing on screen', () => {
  const leaving = { ...initial, signaling: { name: 'leaving' } } as const;
  expect(statusOf({ ...leaving, air: 'live' })).toEqual({ name: 'live', paused: false });
  expect(statusOf(leaving)).toEqual({ name: 'offline' });
});

test('live without the service is trouble that is still live', () => {
  expect(statusOf({ ...initial, signaling: { name: 'lost' }, air: 'live' })).toEqual({
    name: 'trouble',
    trouble: 'service-unreachable',
    live: true,
  });
});

test.each([
  ['admin', 'ended-by-admin'],
  ['revoked', 'revoked'],
] as const)('a run that the service has ended (%s) is off air', (reason, trouble) => {
  const status = statusOf({ ...initial, signaling: { name: 'ended', reason } });
  expect(status).toEqual({ name: 'trouble', trouble, live: false });
});

test.each([
  ['client-too-old', 'app-too-old'],
  ['service-too-old', 'service-too-old'],
  ['wrong-key', 'key-refused'],
  ['wrong-service', 'service-set-up-wrongly'],
  ['key-required', 'presenter-key-missing'],
  ['key-refused', 'presenter-key-refused'],
  ['too-many', 'service-busy'],
] as const)('refused with %s is the trouble %s', (code, trouble) => {
  expect(statusOf({ ...initial, signaling: { name: 'refused', code } })).toMatchObject({ name: 'trouble', trouble });
});
