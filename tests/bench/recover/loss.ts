/**
 * Loss of a tenth with 50 ms of jitter: how much of the sound is whole, and how many frames are
 * decoded.
 */
import { openLossyLine, type LossyMeasurement } from '../../support/measure/lossy-line/lossy-line.ts';
import type { ReceivedFigures } from '../../support/measure/lossy-line/received.ts';

const SETTLE_MS = 10_000;
const MEASURED_MS = 20_000;
/** A run begins from a good line. */
const CARD = '?width=960&height=540&fps=30';
const LIMITS = { wholeSoundPct: 95, fps: 24 };

type Worst = Pick<ReceivedFigures, 'wholeSoundPct' | 'fps'>;

export interface LossResult {
  readonly runs: number;
  /** The lowest of all runs: no link can show more frames. */
  readonly sourceFps: number;
  /** Runs that reached the limits and were no worse than the ordinary link beside them. */
  readonly reached: number;
  /** The worst of all runs. */
  readonly lectern: Worst;
  readonly ordinary: Worst;
  /** Packets of pictures that were sent again, in all runs. */
  readonly retransmitted: number;
}

/** A stage of its own for each run: links forget no line that they have seen. */
export async function measureLoss(runs: number, print: (line: string) => void): Promise<LossResult> {
  const measurements: LossyMeasurement[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const line = await openLossyLine(CARD);
    try {
      const measurement = await line.measure(SETTLE_MS, MEASURED_MS);
      print(`loss ${String(run)}: ${JSON.stringify(measurement)}`);
      measurements.push(measurement);
    } finally {
      await line.close();
    }
  }
  return {
    runs: measurements.length,
    sourceFps: Math.min(...measurements.map(({ sourceFps }) => sourceFps)),
    reached: measurements.filter(isReached).length,
    lectern: worstOf(measurements.map(({ lectern }) => lectern)),
    ordinary: worstOf(measurements.map(({ ordinary }) => ordinary)),
    retransmitted: measurements.reduce((sum, { retransmitted }) => sum + retransmitted.lectern, 0),
  };
}

/**
 * A receiver's buffer may hold half a second more at the end than at the start, and the two pages
 * are not read in the same moment.
 */
const CHANCE_FPS = 1;

const isReached = ({ lectern, ordinary }: LossyMeasurement): boolean =>
  lectern.wholeSoundPct >= Math.max(LIMITS.wholeSoundPct, ordinary.wholeSoundPct) &&
  lectern.fps >= Math.max(LIMITS.fps, ordinary.fps - CHANCE_FPS);

const worstOf = (figures: readonly ReceivedFigures[]): Worst => ({
  wholeSoundPct: Math.min(...figures.map(({ wholeSoundPct }) => wholeSoundPct)),
  fps: Math.min(...figures.map(({ fps }) => fps)),
});
