/**
 * A room certifies itself: its id is a hash of its public key, so that a service that knows nothing can still check who owns
 * it. This file fixes the two texts involved; the cryptography is done by each side's own platform.
 */
import { RoomId, type Epoch } from './values.ts';

/** Lower case without l, o, 0 and 1: an id survives being read aloud or typed from a slide. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const ID_LENGTH = 20;

/** Room id from the SHA-256 digest of the raw public key: its first 100 bits in base 32. */
export function roomIdFromDigest(digest: Uint8Array): RoomId {
  let id = '';
  let bits = 0;
  let pending = 0;
  for (const byte of digest) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 5 && id.length < ID_LENGTH) {
      bits -= 5;
      id += ALPHABET[(pending >> bits) & 31];
    }
    pending &= (1 << bits) - 1;
  }
  return RoomId.parse(id);
}

export interface ProofClaims {
  /** Host (and port) of the service as the presenter dials it: a proof for one service is worth nothing at another. */
  readonly service: string;
  readonly roomId: RoomId;
  readonly epoch: Epoch;
  /** The service's one-time challenge. */
  readonly challenge: string;
}

/** The text that a presenter signs to open its room. */
export const proofText = ({ service, roomId, epoch, challenge }: ProofClaims): string =>
  ['lectern room:open v1', service, roomId, String(epoch), challenge].join('\n');
