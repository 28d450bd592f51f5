/**
 * Connections that are gone and expected back at once: announced by a service that stops, perhaps a
 * minute before, or cut.
 */
import { expect, test } from 'vitest';
import { initialPresenterState, step, type PresenterState } from './presenter-state.ts';

const open: PresenterState = { ...initialPresenterState, signaling: { name: 'open' }, epoch: 5, lastEpoch: 5 };
const live: PresenterState = { ...open, air: 'live' };
const returning: PresenterState = { ...live, signaling: { name: 'returning' } };

test('a connection that is announced to close is used until then: changes are announced', () => {
  expect(step(live, { type: 'service-leaving' })).toEqual([{ ...live, service: 'leaves' }]);
  expect(step({ ...open, service: 'leaves' }, { type: 'go-live' })).toEqual([
    { ...live, service: 'leaves' },
    { type: 'start-broadcast' },
    { type: 'announce', request: 'room:start' },
    { type: 'prepare-links' },
  ]);
});

test('a service that has closed it is expected back at once, and the next connection stays', () => {
  expect(step({ ...live, service: 'leaves' }, { type: 'disconnected' })).toEqual([
    returning,
    { type: 'expect-return', after: 'announcement' },
    { type: 'close-prepared-links' },
  ]);
  const [back] = step({ ...live, service: 'leaves' }, { type: 'challenged', challenge: 'c', now: 9 });
  expect(back.service).toBe('stays');
});

test('a connection that is cut is expected back at once', () => {
  expect(step(live, { type: 'disconnected' })).toEqual([
    returning,
    { type: 'expect-return', after: 'cut' },
    { type: 'close-prepared-links' },
  ]);
});

test('an attempt to return that fails is no loss yet; one that takes too long is', () => {
  expect(step(returning, { type: 'disconnected' })).toEqual([returning, { type: 'close-prepared-links' }]);
  expect(step(returning, { type: 'return-overdue' })).toEqual([{ ...live, signaling: { name: 'lost' } }]);
  expect(step(live, { type: 'return-overdue' })).toEqual([live]);
});

test('the next service opens the room again', () => {
  expect(step(returning, { type: 'challenged', challenge: 'c', now: 9 })).toEqual([
    { ...live, signaling: { name: 'opening', challenge: 'c', requested: 'live' } },
    { type: 'open-room', challenge: 'c', epoch: 5, live: true },
  ]);
});
