/** What the screen shows for each state of session and connection. */
import { expect, test } from 'vitest';
import { initialPresenterState as initial } from './presenter-state.ts';
import { statusOf } from './presenter-status.ts';

test('off air with an open room is offline', () => {
  expect(statusOf({ ...initial, signaling: { name: 'open' } })).toEqual({ name: 'offline' });
});

test('paused is a form of live', () => {
  expect(statusOf({ ...initial, signaling: { name: 'open' }, air: 'paused' })).toEqual({ name: 'live', paused: true });
});

const opening = { name: 'opening', challenge: 'c', requested: 'live' } as const;

test('a connection that is expected back at once, and then is, changes nothing on screen', () => {
  const watchUrl = 'https://lectern.example/r/x';
  for (const signaling of [{ name: 'returning' } as const, opening, { name: 'open' } as const]) {
    expect(statusOf({ ...initial, watchUrl, signaling, air: 'live' })).toEqual({ name: 'live', paused: false });
    expect(statusOf({ ...initial, watchUrl, signaling })).toEqual({ name: 'offline' });
  }
});

test('the first opening of a room shows that it connects', () => {
  expect(statusOf({ ...initial, signaling: opening, air: 'live' })).toEqual({ name: 'connecting' });
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
  ['room-moving', 'service-unreachable'],
] as const)('refused with %s is the trouble %s', (code, trouble) => {
  expect(statusOf({ ...initial, signaling: { name: 'refused', code } })).toMatchObject({ name: 'trouble', trouble });
});
