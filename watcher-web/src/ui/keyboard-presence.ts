/**
 * Whether the watcher has a keyboard, so that keyboard shortcuts are worth showing. No browser says
 * so. A mouse or trackpad comes with a keyboard; a tablet with a bare keyboard shows it with its
 * first key. The page has no text field, so a phone's on-screen keyboard never opens.
 */
import { Store, type ReadableStore } from '@lectern/state';

export function watchKeyboard(): ReadableStore<boolean> {
  const store = new Store(matchMedia('(any-pointer: fine)').matches);
  if (!store.get()) document.addEventListener('keydown', () => store.set(true), { once: true });
  return store;
}
