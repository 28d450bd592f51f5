/** The keys M, C and P work wherever the focus is, except in fields, lists and dialogs. */
import { useEffect } from 'react';
import { perform } from '../desktop/commands.ts';
import { commandOf } from '../desktop/keys.ts';
import type { Studio } from '../session/studio.ts';

const USES_LETTERS = 'input, select, textarea, [contenteditable], [role=listbox], [role=menu], [role=slider], dialog';

export function useLetterKeys(studio: Studio): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const isTaken =
        event.defaultPrevented ||
        document.querySelector('dialog[open]') !== null ||
        (event.target instanceof Element && event.target.closest(USES_LETTERS) !== null);
      const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
      const press = { key: event.key, isRepeat: event.repeat, hasModifier, isTaken };
      const command = commandOf(press, studio.session.state.get().air);
      if (command !== null && command !== 'open-settings') perform(command, studio);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [studio]);
}
