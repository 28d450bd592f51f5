/** One sentence where the latest changes could not be saved. They are in effect all the same. */
import type { Studio } from '../session/studio.ts';
import { useStore } from './use-store.ts';
import { words } from './words.ts';

export function SaveProblemLine({ studio }: { readonly studio: Pick<Studio, 'saveProblem'> }) {
  const problem = useStore(studio.saveProblem);
  if (problem === null) return null;
  return (
    <p className="save-problem" role="alert">
      {words.unsaved[problem.why][problem.lost]}
    </p>
  );
}
