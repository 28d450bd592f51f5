/** Stopping ends it for everyone, so it asks once, in place of the row. */
import { useEffect, useRef } from 'react';

interface StopQuestionProps {
  readonly onStop: () => void;
  readonly onStay: () => void;
}

/** Long enough to read the question, short enough not to be a trap later. */
const QUESTION_MS = 6_000;

export function StopQuestion({ onStop, onStay }: StopQuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  const leave = useRef(onStay);
  useEffect(() => {
    stay.current?.focus();
    const timer = setTimeout(() => leave.current(), QUESTION_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="strip" aria-label="Stop for everyone?" onKeyDown={({ key }) => key === 'Escape' && onStay()}>
      <h1 className="question">Stop for everyone?</h1>
      <button type="button" ref={stay} onClick={onStay}>
        Keep on
      </button>
      <button type="button" className="stop" onClick={onStop}>
        Stop
      </button>
    </main>
  );
}
