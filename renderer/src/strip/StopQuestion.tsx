/** Stopping ends the broadcast for everyone, so this question takes the place of the row first. */
import { useEffect, useRef } from 'react';
import { STRIP_QUESTION_MS } from '../policy/ui.ts';
import { words } from '../ui/words.ts';

const { controls, strip } = words;

interface StopQuestionProps {
  readonly onStop: () => void;
  readonly onStay: () => void;
}

export function StopQuestion({ onStop, onStay }: StopQuestionProps) {
  const stay = useRef<HTMLButtonElement>(null);
  const leave = useRef(onStay);
  useEffect(() => {
    stay.current?.focus();
    const timer = setTimeout(() => leave.current(), STRIP_QUESTION_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="strip" aria-label={controls.stopQuestion} onKeyDown={({ key }) => key === 'Escape' && onStay()}>
      <h1 className="question">{controls.stopQuestion}</h1>
      <button type="button" ref={stay} onClick={onStay}>
        {strip.keepStreaming}
      </button>
      <button type="button" className="stop" onClick={onStop}>
        {controls.stop}
      </button>
    </main>
  );
}
