/**
 * Whether a stream of frames goes on, and what to do where it stands still although its source does
 * not: a ladder of repairs, each with its own time. Pure.
 */
import { MAX_DOUBLINGS, SOURCE_STANDS_MS, STRIKE_MEMORY_MS } from '../policy/links.ts';

/**
 * Repairs in their order. `afterMs`: since the repair before, the first since the stream stands
 * still.
 */
export type RepairLadder<R> = readonly { readonly afterMs: number; readonly repair: R }[];

/** Times are of one monotonic clock. Counts only grow, except where a stream begins again. */
export interface FlowState {
  readonly source: number | null;
  /** The source had gone on by then. */
  readonly sourceAtMs: number;
  readonly sent: number;
  /** The stream had gone on by then, or need not. */
  readonly sentAtMs: number;
  /** Repairs since then. */
  readonly repairs: number;
  readonly repairedAtMs: number;
  /** Standstills that were repaired lately: each doubles the times of the next one's repairs. */
  readonly strikes: number;
  readonly readAtMs: number;
  /** It had really gone on by then. */
  readonly grewAtMs: number;
}

export interface FlowReading {
  readonly type: 'flow-read';
  readonly atMs: number;
  /** Whether the stream should go on. */
  readonly isExpected: boolean;
  /** What its source has made; null where that is unknown, and nothing can be said. */
  readonly source: number | null;
  readonly sent: number;
}

export interface FlowRepair<R> {
  readonly type: 'repair';
  readonly repair: R;
}

export const newFlow = (nowMs: number): FlowState => ({
  source: null,
  sourceAtMs: nowMs,
  sent: 0,
  sentAtMs: nowMs,
  repairs: 0,
  repairedAtMs: nowMs,
  strikes: 0,
  readAtMs: nowMs,
  grewAtMs: nowMs,
});

/** For how long it had stood still at the last reading. */
export const stoodMs = ({ sentAtMs, readAtMs }: FlowState): number => readAtMs - sentAtMs;

/** For how long nothing had really gone on at the last reading, whether it should have or not. */
export const quietMs = ({ grewAtMs, readAtMs }: Pick<FlowState, 'grewAtMs' | 'readAtMs'>): number =>
  readAtMs - grewAtMs;

/** The last repair is repeated, each time after twice as long. */
export const stepFlow =
  <R>(ladder: RepairLadder<R>) =>
  (before: FlowState, reading: FlowReading): readonly [FlowState, ...FlowRepair<R>[]] => {
    const { atMs, source, sent } = reading;
    const hasGrown = sent > before.sent;
    const state = {
      ...before,
      source,
      sent,
      readAtMs: atMs,
      sourceAtMs: source === before.source ? before.sourceAtMs : atMs,
      grewAtMs: hasGrown ? atMs : before.grewAtMs,
    };
    // A source that stands still is not this stream's fault.
    const isSourceDown = source === null || atMs - state.sourceAtMs >= SOURCE_STANDS_MS;
    if (!reading.isExpected || isSourceDown || hasGrown)
      return [{ ...state, sentAtMs: atMs, repairs: 0, strikes: strikesAfter(state) }];
    const next = ladder[state.repairs] ?? ladder.at(-1);
    const sinceMs = state.repairs === 0 ? state.sentAtMs : state.repairedAtMs;
    if (!next || atMs - sinceMs < next.afterMs * 2 ** doublings(state, ladder.length)) return [state];
    return [
      { ...state, repairs: state.repairs + 1, repairedAtMs: atMs },
      { type: 'repair', repair: next.repair },
    ];
  };

const doublings = ({ strikes, repairs }: FlowState, steps: number): number =>
  Math.min(MAX_DOUBLINGS, strikes + Math.max(0, repairs - steps + 1));

function strikesAfter({ repairs, strikes, repairedAtMs, readAtMs }: FlowState): number {
  if (repairs > 0) return strikes + 1;
  return readAtMs - repairedAtMs >= STRIKE_MEMORY_MS ? 0 : strikes;
}
