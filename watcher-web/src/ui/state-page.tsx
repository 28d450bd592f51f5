/** A full page with one sentence and at most one button, for everything that is not the picture. */
import type { Words } from './words.ts';

export function StatePage({ words }: { readonly words: Words }) {
  return (
    <section className="page">
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
