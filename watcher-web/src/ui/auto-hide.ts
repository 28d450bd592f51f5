/** Shows the controls on any activity and hides them afterwards, by `<main data-controls>`. */
import { CONTROLS_HIDE_AFTER_MS } from '../policy.ts';

/** `keepShown`: a sheet is open. Returns a function that stops it. */
export function autoHideControls(main: HTMLElement, keepShown: boolean): () => void {
  const page = main.ownerDocument;
  const done = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTapToShow = false;

  const show = (): void => {
    clearTimeout(timer);
    main.dataset['controls'] = 'shown';
    if (!keepShown) timer = setTimeout(hide, CONTROLS_HIDE_AFTER_MS);
  };
  const hide = (): void => {
    // Not while a control has the keyboard's focus.
    if (!page.activeElement?.matches('.controls :focus-visible')) main.dataset['controls'] = 'hidden';
  };
  const handlePointerDown = ({ pointerType }: PointerEvent): void => {
    isTapToShow = pointerType !== 'mouse' && main.dataset['controls'] === 'hidden';
    show();
  };
  // The tap that shows the controls must not press the one under the finger.
  const handleClick = (event: MouseEvent): void => {
    const isOnControl = event.target instanceof Element && event.target.closest('.controls') !== null;
    if (isTapToShow && isOnControl && event.detail > 0) event.stopPropagation();
    isTapToShow = false;
  };
  const { signal } = done;
  page.addEventListener('pointermove', ({ pointerType }) => pointerType === 'mouse' && show(), { signal });
  page.addEventListener('pointerdown', handlePointerDown, { signal });
  page.addEventListener('keydown', show, { signal });
  page.addEventListener('focusin', show, { signal });
  page.addEventListener('focusout', show, { signal });
  page.addEventListener('click', handleClick, { signal, capture: true });
  show();
  return () => {
    clearTimeout(timer);
    done.abort();
  };
}
