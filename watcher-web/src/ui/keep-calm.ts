/** Controls are shown while the watcher stirs and step back afterwards: `<main data-controls>` says which. */
const SHOWN_FOR_MS = 2_500;

/** `held`: a panel is open, so that nothing steps back. Returns what ends it. */
export function keepCalm(main: HTMLElement, held: boolean): () => void {
  const page = main.ownerDocument;
  const done = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWakingTap = false;

  const stir = (): void => {
    clearTimeout(timer);
    main.dataset['controls'] = 'shown';
    if (!held) timer = setTimeout(rest, SHOWN_FOR_MS);
  };
  const rest = (): void => {
    // Never hidden from whoever is in them by keyboard.
    if (!page.activeElement?.matches('.controls :focus-visible')) main.dataset['controls'] = 'hidden';
  };
  const press = ({ pointerType }: PointerEvent): void => {
    isWakingTap = pointerType !== 'mouse' && main.dataset['controls'] === 'hidden';
    stir();
  };
  // The tap that brings the controls up must not press the one that happens to lie under the finger.
  const click = (event: MouseEvent): void => {
    const hitsControl = event.target instanceof Element && event.target.closest('.controls') !== null;
    if (isWakingTap && hitsControl && event.detail > 0) event.stopPropagation();
    isWakingTap = false;
  };
  const { signal } = done;
  page.addEventListener('pointermove', ({ pointerType }) => pointerType === 'mouse' && stir(), { signal });
  page.addEventListener('pointerdown', press, { signal });
  page.addEventListener('keydown', stir, { signal });
  page.addEventListener('focusin', stir, { signal });
  page.addEventListener('focusout', stir, { signal });
  page.addEventListener('click', click, { signal, capture: true });
  stir();
  return () => {
    clearTimeout(timer);
    done.abort();
  };
}
