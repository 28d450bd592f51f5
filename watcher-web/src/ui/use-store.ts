/** Reads a store in a component, and renders again when it changes. */
import { useSyncExternalStore } from 'react';
import type { ReadableStore } from '@lectern/state';

export const useStore = <T>(store: ReadableStore<T>): T => useSyncExternalStore(store.subscribe, store.get);
