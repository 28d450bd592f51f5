/** A full page with one sentence and at most one button, for everything that is not the picture. */
import type { Words } from './words.ts';

interface StatePageProps {
  readonly words: Words;
  /** The last picture stays behind the words, dimmed. */
  readonly over?: 'stage' | 'picture';
}

export function StatePage({ words, over = 'stage' }: StatePageProps) {
  return (
    <section className="page" data-over={over}>
      <div className="mark" />
      <h1>{words.sentence}</h1>
      {words.hint && <p>{words.hint}</p>}
      {words.action === 'reload' && (
        <button type="button" className="wide" onClick={() => location.reload()}>
          Load again
        </button>
      )}
    </section>
  );
}
