import { proofText, RoomProof } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { BrowserRoomKey } from './browser-room-key.ts';

test('the signature of a proof verifies with the public key that it carries', async () => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await BrowserRoomKey.of(await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']));
  const claims = { service: 'lectern.example', roomId: key.roomId, epoch: 1, challenge: 'once' };
  const proof = RoomProof.parse(await key.prove(claims));
  const raw = Buffer.from(proof.publicKey, 'base64url');
  const publicKey = await crypto.subtle.importKey('raw', raw, algorithm, true, ['verify']);
  const signature = Buffer.from(proof.signature, 'base64url');
  const right = await crypto.subtle.verify(
    { name: 'ECDSA', hash: 'SHA-256' },
    publicKey,
    signature,
    Buffer.from(proofText(claims)),
  );
  expect(right).toBe(true);
});
