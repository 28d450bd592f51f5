/** For a button that cannot be undone: the first press asks, in place, the second acts. */
import { useEffect, useState } from 'react';
import { CONFIRMATION_MS } from '../policy/ui.ts';

/** Whether the question is shown, and what a press does. */
export function useConfirmation(action: () => void): readonly [isAsking: boolean, press: () => void] {
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (!isAsking) return undefined;
    const timer = setTimeout(() => setAsking(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);
  return [isAsking, () => (isAsking ? action() : setAsking(true))];
}
