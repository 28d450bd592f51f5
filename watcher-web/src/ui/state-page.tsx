/** A full page with one sentence and at most one button, for everything that is not the picture. */
import type { Action, Words } from './words.ts';

const actionNames: Readonly<Record<Action, string>> = { reload: 'Load again', 'bring-picture': 'Show the picture' };

interface StatePageProps {
  readonly words: Words;
  /** The last picture stays behind the words, dimmed. */
  readonly over?: 'stage' | 'picture';
  readonly act?: (action: Action) => void;
}

export function StatePage({ words, over = 'stage', act }: StatePageProps) {
  const { action } = words;
  return (
    <section className="page" data-over={over}>
      <div className="mark" />
      <h1>{words.sentence}</h1>
      {words.hint && <p>{words.hint}</p>}
      {action && act && (
        <button type="button" className="wide" onClick={() => act(action)}>
          {actionNames[action]}
        </button>
      )}
    </section>
  );
}
