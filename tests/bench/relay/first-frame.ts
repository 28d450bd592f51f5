/** How soon a newcomer has a picture: through the relay and, in turns, over a direct link of the same room. */
import { startBusy } from '../../support/machine/process-tree.ts';
import { visit } from '../../support/measure/join/visit.ts';
import { FULL_PCT } from '../../support/measure/relay/full-machine.ts';
import { percentile } from '../../support/measure/statistics.ts';
import { claims, openMovableRoom } from './handover.ts';

const VISITS_EACH = 5;

interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

export interface FirstFrames {
  readonly relay: Percentiles;
  readonly direct: Percentiles;
}

/** Null where the machine was full. */
export async function measureFirstFrames(runs: number, print: (line: string) => void): Promise<FirstFrames | null> {
  await using open = new AsyncDisposableStack();
  // One stays, and keeps the room where it is.
  const room = await openMovableRoom(open, { decoding: 0, light: 1 });
  const busy = await startBusy();
  const times: { readonly relay: number[]; readonly direct: number[] } = { relay: [], direct: [] };
  for (let run = 1; run <= runs; run += 1) {
    for (const to of ['relay', 'direct'] as const) {
      await room.presenter.claimUplink(claims[to]);
      await room.untilAt(to);
      for (let visits = 0; visits < VISITS_EACH; visits += 1) {
        const context = await room.newContext();
        const { firstFrameMs } = await visit(context, room.url);
        await context.close();
        await room.untilAt(to);
        times[to].push(firstFrameMs);
        print(`${to}: first frame after ${firstFrameMs.toFixed(0)} ms`);
      }
    }
  }
  if ((await busy()) >= FULL_PCT) return null;
  const of = (values: readonly number[]): Percentiles => ({ p50: percentile(values, 50), p95: percentile(values, 95) });
  return { relay: of(times.relay), direct: of(times.direct) };
}
