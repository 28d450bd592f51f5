/**
 * A room certifies itself: its id is a hash of its public key, so a service without any stored data
 * can check who owns it. This file defines the id and the signed text; each side uses its
 * platform's own cryptography.
 */
import { RoomId, type Epoch } from './values.ts';

/** Lower case without l, o, 0 and 1, so that an id can be typed from a slide. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const ID_LENGTH = 20;

/** Room id from the SHA-256 digest of the raw public key: its first 100 bits in base 32. */
export const roomIdFromDigest = (digest: Uint8Array): RoomId => RoomId.parse(inBase32(digest, ID_LENGTH));

/** The first `5 * length` bits, in the letters of room ids. */
export function inBase32(digest: Uint8Array, length: number): string {
  let letters = '';
  let bits = 0;
  let pending = 0;
  for (const byte of digest) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5 && letters.length < length) {
      bits -= 5;
      letters += ALPHABET[(pending >> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return letters;
}

export interface ProofClaims {
  /**
   * Host, and port unless it is the default, as the presenter dials it: a proof for one service is
   * not valid at another.
   */
  readonly service: string;
  readonly roomId: RoomId;
  readonly epoch: Epoch;
  /** The service's one-time challenge. */
  readonly challenge: string;
}

/** The text that a presenter signs to open its room. */
export const proofText = ({ service, roomId, epoch, challenge }: ProofClaims): string =>
  ['lectern room:open v1', service, roomId, String(epoch), challenge].join('\n');
