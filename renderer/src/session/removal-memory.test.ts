/** Removed watchers are remembered for each room, until their tokens expire. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RoomId, WatcherId } from '@lectern/protocol';
import { REMOVAL_KEPT_MS } from '../policy/session.ts';
import { RemovalMemory } from './removal-memory.ts';

const here = RoomId.parse('a'.repeat(20));
const there = RoomId.parse('b'.repeat(20));
const ada = WatcherId.parse('a'.repeat(22));
const bob = WatcherId.parse('b'.repeat(22));

let kept: Map<string, string>;
const storage = {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
};
beforeEach(() => {
  kept = new Map();
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => vi.useRealTimers());

test('the removed watchers of one room are known after a restart of the app, and those of no other', () => {
  new RemovalMemory(storage, here).add(ada);
  new RemovalMemory(storage, here).add(ada);
  new RemovalMemory(storage, there).add(bob);
  expect(new RemovalMemory(storage, here).read()).toEqual([ada]);
});

test('they are forgotten once their tokens have expired', () => {
  new RemovalMemory(storage, here).add(ada);
  vi.setSystemTime(Date.now() + REMOVAL_KEPT_MS);
  expect(new RemovalMemory(storage, here).read()).toEqual([]);
});

test('a damaged or missing storage removes no watcher', () => {
  kept.set('lectern-removed', '{');
  expect(new RemovalMemory(storage, here).read()).toEqual([]);
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => new RemovalMemory(full, here).add(ada)).not.toThrow();
});
