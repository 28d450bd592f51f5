/** Checks that a presenter holds the key whose hash is the room's id. */
import { webcrypto } from 'node:crypto';
import { proofText, roomIdFromDigest, SignalingError, type ProofClaims, type RoomProof } from '@lectern/protocol';

interface ProofCheck extends Omit<ProofClaims, 'service'> {
  readonly proof: RoomProof;
  /** Names of this service that the proof may be made for. */
  readonly services: readonly string[];
}

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Throws `wrong-key` unless the proof is valid for one of the service's names. */
export async function checkRoomProof({ proof, services, ...claims }: ProofCheck): Promise<void> {
  const rawKey = Buffer.from(proof.publicKey, 'base64url');
  const digest = new Uint8Array(await webcrypto.subtle.digest('SHA-256', rawKey));
  if (roomIdFromDigest(digest) !== claims.roomId) throw new SignalingError('wrong-key', 'the key is not this room’s');
  let key: webcrypto.CryptoKey;
  try {
    key = await webcrypto.subtle.importKey('raw', rawKey, EC, false, ['verify']);
  } catch {
    throw new SignalingError('wrong-key', 'the key is not a point on its curve');
  }
  const signature = Buffer.from(proof.signature, 'base64url');
  for (const service of new Set(services)) {
    const text = new TextEncoder().encode(proofText({ service, ...claims }));
    if (await webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text)) return;
  }
  throw new SignalingError('wrong-key', 'the signature is not valid for this service, room, epoch and challenge');
}
