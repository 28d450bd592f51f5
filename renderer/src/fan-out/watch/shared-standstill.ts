/** Whether a standstill is one of many links, and so no fault of a single one. Pure. */
import { SHARED_STANDSTILL } from '../../policy/links.ts';
import { quietMs, type FlowState } from '../../standstill/flow-step.ts';

/**
 * `others`: the same stream of the other links that should send it. `grewAtMs`: when the stream in
 * question has last gone on. Only readings since then tell the two cases apart; where there is
 * none, no link is blamed.
 */
export function isShared(
  others: readonly Pick<FlowState, 'readAtMs' | 'grewAtMs'>[],
  { grewAtMs }: Pick<FlowState, 'grewAtMs'>,
  nowMs: number,
): boolean {
  if (others.length === 0) return false;
  const { fraction, quietMs: longMs, readWithinMs } = SHARED_STANDSTILL;
  const sinceMs = Math.max(grewAtMs + longMs, nowMs - readWithinMs);
  const read = others.filter(({ readAtMs }) => readAtMs >= sinceMs);
  const standing = read.filter((flow) => quietMs(flow) >= longMs);
  return read.length === 0 || standing.length > read.length * fraction;
}
