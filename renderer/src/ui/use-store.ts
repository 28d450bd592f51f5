/** Reads a store in a component. */
import { useSyncExternalStore } from 'react';
import type { ReadableStore } from '@lectern/state';

export function useStore<T>(store: ReadableStore<T>): T {
  return useSyncExternalStore(store.subscribe, store.get);
}
