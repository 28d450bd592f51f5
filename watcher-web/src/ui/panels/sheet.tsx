/** A native modal dialog: traps and restores the focus, closes by Escape or a click outside. */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { CloseIcon } from '../icons.tsx';
import { words } from '../words.ts';

interface SheetProps {
  readonly title: string;
  /** `corner`: beside the button that opens it. */
  readonly place: 'corner' | 'middle';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Sheet({ title, place, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect opens it before paint, and cleans up while the dialog is still in the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    element.showModal();
    const handleClose = (): void => {
      if (!element.open) onClose();
    };
    const handleClick = ({ target }: MouseEvent): void => {
      if (target === element) onClose();
    };
    // `cancel` comes with Escape itself. `close` follows later; a key pressed in between would
    // still find the sheet open.
    element.addEventListener('cancel', onClose);
    element.addEventListener('close', handleClose);
    element.addEventListener('click', handleClick);
    return () => {
      element.removeEventListener('cancel', onClose);
      element.removeEventListener('close', handleClose);
      element.removeEventListener('click', handleClick);
      // Closing restores the focus; removing the element would not.
      element.close();
    };
  }, [onClose]);
  const { close, escape } = words.panels;
  return (
    <dialog ref={dialog} className="sheet" data-place={place} aria-labelledby={titleId}>
      <div className="sheet-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" aria-label={close} title={words.controls.withShortcut(close, escape)} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
