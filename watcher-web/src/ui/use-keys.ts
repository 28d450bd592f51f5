/** Hears the keys, as people expect from a player. */
import { useEffect } from 'react';
import type { Deck } from './deck.ts';
import { shortcuts } from './shortcuts.ts';

/** What a control under the focus does with a key itself goes first. */
function isOwnKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (key === ' ') return target.closest('button, input') !== null;
  return key.startsWith('arrow') && target.closest('input') !== null;
}

export function useKeys(deck: Deck): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (isOwnKey(event.target, key)) return;
      if (key.length === 1 && key !== ' ' && deck.letterKeys.get() === 'off') return;
      // A dialog closes by itself.
      if (key === 'escape' && deck.panels.sheet.get() !== 'none') return;
      const shortcut = shortcuts.find(({ on, when }) => Object.hasOwn(on, key) && when?.(deck) !== false);
      if (!shortcut || (event.repeat && !shortcut.repeats)) return;
      shortcut.on[key]?.(deck);
      event.preventDefault();
    };
    const page = deck.main.ownerDocument;
    page.addEventListener('keydown', press);
    return () => page.removeEventListener('keydown', press);
  }, [deck]);
}
