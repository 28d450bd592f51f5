/** Whether the watcher has stirred within the last moments: then the controls are shown. */
import { useEffect, useState } from 'react';

const SHOWN_FOR_MS = 2_500;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;

export function useStirring(main: HTMLElement): boolean {
  const [stirring, setStirring] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stir = (): void => {
      clearTimeout(timer);
      setStirring(true);
      timer = setTimeout(() => setStirring(false), SHOWN_FOR_MS);
    };
    for (const sign of SIGNS) main.ownerDocument.addEventListener(sign, stir);
    stir();
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) main.ownerDocument.removeEventListener(sign, stir);
    };
  }, [main]);
  return stirring;
}
