/** A native dialog in front of the picture: keeps the focus in, gives it back, and closes by Escape or a press beside it. */
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { CloseIcon } from '../icons.tsx';

interface SheetProps {
  readonly title: string;
  /** Beside the button that opens it, or in the middle. */
  readonly place: 'corner' | 'middle';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Sheet({ title, place, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before the page is painted, and cleaned up while the dialog is still in the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    element.showModal();
    const closed = (): void => {
      if (!element.open) onClose();
    };
    const besides = ({ target }: MouseEvent): void => {
      if (target === element) onClose();
    };
    // At once with Escape: the browser says so only a moment after it has closed, and a key pressed meanwhile would find it open.
    element.addEventListener('cancel', onClose);
    element.addEventListener('close', closed);
    element.addEventListener('click', besides);
    return () => {
      element.removeEventListener('cancel', onClose);
      element.removeEventListener('close', closed);
      element.removeEventListener('click', besides);
      // By closing it gives the focus back; just taken out of the page it would not.
      element.close();
    };
  }, [onClose]);
  return (
    <dialog ref={dialog} className="sheet" data-place={place} aria-labelledby={titleId}>
      <div className="sheet-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" aria-label="Close" title="Close (Esc)" onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
