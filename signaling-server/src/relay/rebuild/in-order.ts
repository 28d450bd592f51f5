/**
 * Performs the steps of a plan: those of one node in their order, one after the other, while the
 * nodes work at the same time.
 */
import { roomOf } from '../names.ts';
import type { RebuildStep } from './wanted.ts';

export type Outcome = 'done' | 'failed';

/**
 * Where a step has failed, those that follow for its room at that node wait for the next plan: a
 * forward must not begin beside one that could not be stopped. They count as failed.
 */
export async function inOrder(
  steps: readonly RebuildStep[],
  perform: (step: RebuildStep) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const nodes = [...new Set(steps.map(({ node }) => node))];
  const outcomes = nodes.map(async (name) => {
    const outcomesHere: Outcome[] = [];
    const failed = new Set<string | undefined>();
    for (const step of steps.filter(({ node }) => node === name)) {
      const room = 'room' in step ? step.room.names.room : roomOf(step.id);
      const outcome = failed.has(room) ? 'failed' : await perform(step);
      if (outcome === 'failed') failed.add(room);
      outcomesHere.push(outcome);
    }
    return outcomesHere;
  });
  return (await Promise.all(outcomes)).flat();
}
