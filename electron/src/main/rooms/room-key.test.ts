/** A room's proofs, verified with WebCrypto as another implementation. */
import { proofText, roomIdFromDigest, RoomId, RoomProof } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { RoomKey } from './room-key.ts';

const claimsFor = (roomId: RoomId) => ({
  service: 'lectern.example',
  roomId,
  epoch: 1_700_000_000_000,
  challenge: 'once',
});

test('WebCrypto verifies the proof and derives the same room from the key', async () => {
  const key = RoomKey.generate();
  const claims = claimsFor(key.roomId);
  const proof = RoomProof.parse(key.prove(claims));
  const raw = Buffer.from(proof.publicKey, 'base64url');
  const publicKey = await crypto.subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
  const isRight = (text: string) =>
    crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      publicKey,
      Buffer.from(proof.signature, 'base64url'),
      Buffer.from(text),
    );
  expect(await isRight(proofText(claims))).toBe(true);
  expect(await isRight(proofText({ ...claims, service: 'elsewhere.example' }))).toBe(false);
  expect(roomIdFromDigest(new Uint8Array(await crypto.subtle.digest('SHA-256', raw)))).toBe(key.roomId);
});

test('a claim for another room is not signed', () => {
  const other = RoomId.parse('a'.repeat(20));
  expect(() => RoomKey.generate().prove(claimsFor(other))).toThrow('does not hold the key of that room');
});
