/** Reads a store in a component, which renders again after each change. */
import { useSyncExternalStore } from 'react';
import type { ReadableStore } from '@lectern/state';

export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
