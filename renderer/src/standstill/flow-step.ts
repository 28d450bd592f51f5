/**
 * Whether a stream of frames goes on, and what to do where it stands still although its source does
 * not: a ladder of repairs, each with its own time. Pure.
 */
import { SOURCE_STANDS_MS } from '../policy.ts';

/**
 * Repairs in their order. `afterMs`: since the repair before, the first since the stream stands still.
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
  readonly readAtMs: number;
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
  readAtMs: nowMs,
});

/** For how long it had stood still at the last reading. */
export const stoodMs = ({ sentAtMs, readAtMs }: FlowState): number => readAtMs - sentAtMs;

/** The last repair is repeated. */
export const stepFlow =
  <R>(ladder: RepairLadder<R>) =>
  (before: FlowState, reading: FlowReading): readonly [FlowState, ...FlowRepair<R>[]] => {
    const { atMs, source, sent } = reading;
    const sourceAtMs = source === before.source ? before.sourceAtMs : atMs;
    const state = { ...before, source, sent, readAtMs: atMs, sourceAtMs };
    // A source that stands still is not this stream's fault.
    const isSourceDown = source === null || atMs - sourceAtMs >= SOURCE_STANDS_MS;
    if (!reading.isExpected || isSourceDown || sent > before.sent) return [{ ...state, sentAtMs: atMs, repairs: 0 }];
    const next = ladder[state.repairs] ?? ladder.at(-1);
    const sinceMs = state.repairs === 0 ? state.sentAtMs : state.repairedAtMs;
    if (!next || atMs - sinceMs < next.afterMs) return [state];
    return [
      { ...state, repairs: state.repairs + 1, repairedAtMs: atMs },
      { type: 'repair', repair: next.repair },
    ];
  };
