/** Handles the keyboard shortcuts while the component is on the page. */
import { useEffect } from 'react';
import type { Controls } from './controls.ts';
import { shortcuts } from './shortcuts.ts';

/** A control under the focus handles these keys itself. */
function isHandledByFocus(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (key === ' ') return target.closest('button, input') !== null;
  return key.startsWith('arrow') && target.closest('input, .lines') !== null;
}

export function useShortcuts(controls: Controls): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (isHandledByFocus(event.target, key)) return;
      if (key.length === 1 && key !== ' ' && controls.singleKeys.get() === 'off') return;
      // A dialog closes by itself.
      if (key === 'escape' && controls.panels.sheet.get() !== 'none') return;
      const shortcut = shortcuts.find(
        ({ handlers, when }) => Object.hasOwn(handlers, key) && when?.(controls) !== false,
      );
      if (!shortcut || (event.repeat && !shortcut.repeats)) return;
      shortcut.handlers[key]?.(controls);
      event.preventDefault();
    };
    const page = controls.main.ownerDocument;
    page.addEventListener('keydown', handleKey);
    return () => page.removeEventListener('keydown', handleKey);
  }, [controls]);
}
