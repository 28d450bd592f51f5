/** The keys 1 to 4 choose a layout, wherever the focus is, except in text fields and dialogs. */
import { useEffect } from 'react';
import { layoutKinds, type LayoutKind } from '@lectern/bridge';

const TYPING = 'input:not([type="radio"]), textarea, select, dialog, [popover]';

export function useLayoutKeys(choose: (kind: LayoutKind) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      if (document.querySelector('dialog[open]')) return;
      const kind = /^[1-4]$/.test(event.key) ? layoutKinds[Number(event.key) - 1] : undefined;
      if (!kind) return;
      event.preventDefault();
      choose(kind);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [choose]);
}
