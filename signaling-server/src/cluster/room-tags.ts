/**
 * Names of rooms outside this process. A room's id opens the room, so it never leaves in plain: a
 * tag is a keyed hash of it, and the key is derived from the token secret.
 */
import { createHmac, hkdfSync } from 'node:crypto';
import type { RoomId } from '@lectern/protocol';

const KEY_BYTES = 32;
const TAG_BYTES = 16;

export class RoomTags {
  readonly #keys: readonly Buffer[];

  /** `secrets`: while the token secret is changed, the new one and the old one. */
  constructor(secrets: readonly Uint8Array[]) {
    this.#keys = secrets.map((secret) =>
      Buffer.from(hkdfSync('sha256', secret, '', 'lectern room tag key v1', KEY_BYTES)),
    );
  }

  /** One for each secret: an instance that has only one of them finds the room as well. */
  of(roomId: RoomId): readonly string[] {
    return this.#keys.map((key) =>
      createHmac('sha256', key).update(roomId).digest().subarray(0, TAG_BYTES).toString('base64url'),
    );
  }
}
