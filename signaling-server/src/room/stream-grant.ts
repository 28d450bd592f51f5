/**
 * Whether other programs may publish into a room and play what is published: the presenter grants
 * it, and takes it back. What it means is outside of the room.
 */
import type { RoomId, StreamGeneration, StreamTokens } from '@lectern/protocol';

/** What carries the streams of rooms. */
export interface StreamCarrier {
  /** Tokens of another generation are refused from now on, and what they have opened ends. */
  grant(roomId: RoomId, generation: StreamGeneration): StreamTokens;
  /** All tokens are refused, and what they have opened ends. */
  revoke(roomId: RoomId): void;
}

export class StreamGrant {
  readonly #roomId: RoomId;
  readonly #carrier: StreamCarrier | null;

  /** `carrier`: null where the service has none. */
  constructor(roomId: RoomId, carrier: StreamCarrier | null) {
    this.#roomId = roomId;
    this.#carrier = carrier;
  }

  /** Null where there is no carrier. */
  give(generation: StreamGeneration): StreamTokens | null {
    return this.#carrier?.grant(this.#roomId, generation) ?? null;
  }

  withdraw(): void {
    this.#carrier?.revoke(this.#roomId);
  }
}
