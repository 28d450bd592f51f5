/** Makes a room's key, as the presenter app does. */
import { webcrypto } from 'node:crypto';
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';

export interface RoomKey {
  readonly roomId: RoomId;
  /** The private key, as JSON Web Key. */
  readonly jwk: string;
  prove(claims: ProofClaims): Promise<RoomProof>;
}

export async function makeRoomKey(): Promise<RoomKey> {
  const { subtle } = webcrypto;
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const publicKey = Buffer.from(await subtle.exportKey('raw', pair.publicKey));
  const roomId = roomIdFromDigest(new Uint8Array(await subtle.digest('SHA-256', publicKey)));
  const jwk = JSON.stringify(await subtle.exportKey('jwk', pair.privateKey));
  return {
    roomId,
    jwk,
    async prove(claims) {
      const text = new TextEncoder().encode(proofText(claims));
      const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text);
      return { publicKey: publicKey.toString('base64url'), signature: Buffer.from(signature).toString('base64url') };
    },
  };
}
