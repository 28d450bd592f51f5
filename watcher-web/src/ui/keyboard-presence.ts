/**
 * Whether the watcher has a keyboard, so that keyboard shortcuts are worth showing. No browser says
 * so. A machine whose first pointer is a mouse or trackpad comes with one; any other shows it with
 * its first key. A second pointer says nothing: a phone's pen counts as a fine one. The page has no
 * text field, so a phone's on-screen keyboard never opens.
 */
import { Store, type ReadableStore } from '@lectern/state';

export function watchKeyboard(): ReadableStore<boolean> {
  const store = new Store(matchMedia('(hover: hover) and (pointer: fine)').matches);
  if (!store.get()) document.addEventListener('keydown', () => store.set(true), { once: true });
  return store;
}
