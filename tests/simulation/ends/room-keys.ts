/** A room's key as the app's desktop keeps it. It signs within the turn. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { proofText, roomIdFromDigest, type ProofClaims, type RoomId, type RoomProof } from '@lectern/protocol';

export interface PromptRoomKey {
  readonly roomId: RoomId;
  prove(claims: ProofClaims): RoomProof;
}

const UNCOMPRESSED = 4;

export function makePromptRoomKey(): PromptRoomKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([UNCOMPRESSED]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    roomId: roomIdFromDigest(new Uint8Array(createHash('sha256').update(point).digest())),
    prove(claims) {
      const text = new TextEncoder().encode(proofText(claims));
      const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return { publicKey: point.toString('base64url'), signature: signature.toString('base64url') };
    },
  };
}
