/**
 * What carries the streams of rooms: what other programs publish into them, on the presenter's
 * grant. A room knows nothing of how.
 */
import type { RoomId, StreamGeneration, StreamPhase, StreamTokens } from '@lectern/protocol';
import type { OpenRelay } from './relay-outlet.ts';

export interface StreamCarrier {
  /**
   * Tokens of another generation are refused from now on, and what they have opened ends.
   * `onChanged` is called whenever the room's stream begins, stops or ends.
   */
  grant(roomId: RoomId, generation: StreamGeneration, onChanged: (phase: StreamPhase) => void): StreamTokens;
  /** All tokens are refused, and what they have opened ends. */
  revoke(roomId: RoomId): void;
  /** Another instance may run the room from now on: what the tokens have opened begins again there. */
  leave(roomId: RoomId): void;
  /** Gives the room's stream to its watchers, for as long as it is there. */
  readonly open: OpenRelay;
}
