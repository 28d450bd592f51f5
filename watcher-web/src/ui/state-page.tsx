/** A full page with one sentence and at most one button, for every state without a picture. */
import type { ReactNode } from 'react';
import { words as allWords, type Action, type PageWords } from './words.ts';

interface StatePageProps {
  readonly words: PageWords;
  /** `picture`: the last frame stays visible behind the words, dimmed. */
  readonly over?: 'stage' | 'picture';
  readonly onAction?: (action: Action) => void;
  /** What the person can do here, where it is more than a button. */
  readonly children?: ReactNode;
}

export function StatePage({ words, over = 'stage', onAction, children }: StatePageProps) {
  const { action } = words;
  return (
    <section className="page" data-over={over}>
      <div className="mark" />
      <h1>{words.sentence}</h1>
      {words.hint && <p>{words.hint}</p>}
      {words.code && <p className="code">{words.code}</p>}
      {children}
      {action && onAction && (
        <button type="button" className="wide" onClick={() => onAction(action)}>
          {allWords.actions[action]}
        </button>
      )}
    </section>
  );
}
