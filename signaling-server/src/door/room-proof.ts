/**
 * Checks that a presenter holds the key whose hash is the room's id, and proves it to this service.
 */
import { webcrypto } from 'node:crypto';
import { proofText, roomIdFromDigest, SignalingError, type ProofClaims, type RoomProof } from '@lectern/protocol';

interface ProofCheck extends Omit<ProofClaims, 'service'> {
  readonly proof: RoomProof;
  /** Names of this service that the proof may be made for. */
  readonly services: readonly string[];
  /** As `claimedNames()` gives them. */
  readonly claimedNames: readonly string[];
}

const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/**
 * The proof is valid, but for another name: the service is set up wrongly, or another one passed it
 * on.
 */
export class OtherNameError extends SignalingError {
  /** The name in the proof. */
  readonly provenName: string;

  constructor(provenName: string) {
    super('wrong-service', 'the proof names a service that this one is not set up to be');
    this.provenName = provenName;
  }
}

/**
 * Throws `wrong-key` unless the proof is valid for one of the service's names, and `OtherNameError`
 * if it is valid for a name that the client or a header claims.
 */
export async function checkRoomProof({ proof, services, claimedNames, ...claims }: ProofCheck): Promise<void> {
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
  const isFor = async (service: string): Promise<boolean> => {
    const text = new TextEncoder().encode(proofText({ service, ...claims }));
    return webcrypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text);
  };
  for (const service of new Set(services)) if (await isFor(service)) return;
  for (const name of new Set(claimedNames)) if (await isFor(name)) throw new OtherNameError(name);
  throw new SignalingError('wrong-key', 'the signature is not valid for this service, room, epoch and challenge');
}
