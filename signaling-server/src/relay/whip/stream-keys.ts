/**
 * The bearer tokens by which other programs publish into a room and play it. They follow from the
 * room, a generation that the presenter's app keeps, and the token secret: the same grant gives the
 * same tokens after a restart, and another generation makes them worthless. Nothing is stored.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { RoomId, StreamGeneration, StreamTokens } from '@lectern/protocol';

const KEY_BYTES = 32;

export type StreamUse = keyof StreamTokens;

export class StreamKeys {
  readonly #secrets: () => readonly Uint8Array[];

  /** The first one signs, all are accepted, so that the token secret can be changed. */
  constructor(secrets: () => readonly Uint8Array[]) {
    this.#secrets = secrets;
  }

  tokensOf(roomId: RoomId, generation: StreamGeneration): StreamTokens {
    const [secret = new Uint8Array()] = this.#secrets();
    return {
      publish: tokenOf(secret, 'publish', roomId, generation),
      play: tokenOf(secret, 'play', roomId, generation),
    };
  }

  /** What the token allows in that room; undefined where it is none of this generation. */
  useOf(token: string, roomId: RoomId, generation: StreamGeneration): StreamUse | undefined {
    for (const secret of this.#secrets()) {
      if (isSame(token, tokenOf(secret, 'publish', roomId, generation))) return 'publish';
      if (isSame(token, tokenOf(secret, 'play', roomId, generation))) return 'play';
    }
    return undefined;
  }
}

function tokenOf(secret: Uint8Array, use: StreamUse, roomId: RoomId, generation: StreamGeneration): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'lectern stream token key v1', KEY_BYTES));
  return createHmac('sha256', key)
    .update(`${use} ${roomId} ${String(generation)}`)
    .digest('base64url');
}

function isSame(text: string, expected: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
