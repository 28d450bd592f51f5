/**
 * A room's key pair. The room's id is a hash of the public key, and a signature with the private
 * key proves ownership. The private key never leaves this process
 * (docs/adr/0004-room-key-storage.md).
 */
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { ShowableError } from '../bridge/showable-error.ts';
import { roomWords } from '../words.ts';

/** Length of an uncompressed P-256 point, the end of a public key in SPKI form. */
const RAW_PUBLIC_KEY_BYTES = 65;

export class RoomKey {
  readonly #privateKey: KeyObject;
  readonly #publicKey: Buffer;
  readonly roomId: RoomId;

  private constructor(privateKey: KeyObject) {
    const details = privateKey.asymmetricKeyDetails;
    if (privateKey.asymmetricKeyType !== 'ec' || details?.namedCurve !== 'prime256v1') {
      throw new Error('The room key is not an ECDSA P-256 key');
    }
    this.#privateKey = privateKey;
    this.#publicKey = createPublicKey(privateKey)
      .export({ format: 'der', type: 'spki' })
      .subarray(-RAW_PUBLIC_KEY_BYTES);
    this.roomId = roomIdFromDigest(createHash('sha256').update(this.#publicKey).digest());
  }

  static generate(): RoomKey {
    return new RoomKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  }

  static fromPem(pem: string): RoomKey {
    return new RoomKey(createPrivateKey(pem));
  }

  toPem(): string {
    return this.#privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  }

  prove(claims: ProofClaims): RoomProof {
    if (claims.roomId !== this.roomId) throw new ShowableError(roomWords.notOurs);
    const key = { key: this.#privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return {
      publicKey: this.#publicKey.toString('base64url'),
      signature: sign('sha256', Buffer.from(proofText(claims)), key).toString('base64url'),
    };
  }
}
