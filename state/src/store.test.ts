/** When a store notifies its listeners. */
import { expect, test } from 'vitest';
import { Store } from './store.ts';

test('notifies each listener of a change, and only of changes', () => {
  const store = new Store('a');
  const heard: string[] = [];
  const stop = store.subscribe(() => heard.push(store.get()));
  store.set('b');
  store.set('b');
  stop();
  store.set('c');
  expect(heard).toEqual(['b']);
  expect(store.get()).toBe('c');
});
