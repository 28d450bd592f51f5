/** What happens between instances, for the figures of the service. */

/**
 * How a room left its instance or came to it. `given-up`: this one leaves it to the others.
 * `taken`: another one has taken it. `claimed`: this one has claimed it from one that has gone.
 */
export const roomMoves = ['given-up', 'taken', 'claimed'] as const;
export type RoomMove = (typeof roomMoves)[number];

export interface ClusterObserver {
  /** One message: its frames, and its bytes as they travel. */
  wireSent(frames: number, bytes: number): void;
  wireReceived(frames: number, bytes: number): void;
  /** Messages of another instance have not arrived. */
  wireLost(messages: number): void;
  /** How long a message of this instance took to come back to it. */
  wireReturned(afterMs: number): void;
  roomMoved(how: RoomMove): void;
}
