/** Why a stream cannot be published or played: a closed set. */
import { isJanusError } from '../janus/janus-error.ts';

export type StreamProblem =
  /** Somebody publishes already. */
  | 'in-use'
  /** Nobody publishes now. */
  | 'not-published'
  /** As many play as may. */
  | 'full'
  /** Janus does not take the description. */
  | 'bad-offer'
  /** It sends neither sound nor picture in a codec that can be played. */
  | 'no-codec'
  /** Janus is away, or not ready. */
  | 'away';

export class StreamError extends Error {
  override readonly name = 'StreamError';
  readonly problem: StreamProblem;

  constructor(problem: StreamProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** Janus' refusals in these words. Others are faults of ours. */
export function streamErrorOf(error: unknown): unknown {
  if (isJanusError(error, 'bad-description')) return new StreamError('bad-offer');
  if (isJanusError(error, 'room-full', 'publisher-exists')) return new StreamError('in-use');
  if (isJanusError(error, 'away', 'timeout', 'no-session', 'no-handle', 'no-room', 'no-mountpoint')) {
    return new StreamError('away');
  }
  return error;
}
