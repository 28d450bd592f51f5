/** For a button whose act cannot be taken back: the first press asks, in place, and the second does it. */
import { useEffect, useState } from 'react';

/** Long enough to read the question, short enough not to be a trap later. */
const QUESTION_MS = 4_000;

/** Whether the question stands, and what a press does. */
export function useAskedOnce(act: () => void): readonly [asked: boolean, press: () => void] {
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!asked) return undefined;
    const timer = setTimeout(() => setAsked(false), QUESTION_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  return [asked, () => (asked ? act() : setAsked(true))];
}
