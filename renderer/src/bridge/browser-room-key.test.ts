/** A room's key in a browser, with and without a storage that accepts it. */
import { proofText, RoomProof } from '@lectern/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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

beforeEach(() => void vi.stubGlobal('isSecureContext', true));
afterEach(() => void vi.unstubAllGlobals());

const words = { needsSecurePage: 'This needs https.' };

test('where the browser has no space for it, a new key opens its room all the same', async () => {
  const full = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
  const key = await BrowserRoomKey.open(words, full);
  expect(key.isSaved).toBe(false);
  const claims = { service: 'lectern.example', roomId: key.roomId, epoch: 1, challenge: 'once' };
  await expect(key.prove(claims)).resolves.toHaveProperty('signature');
  expect((await BrowserRoomKey.open(words, (pair) => Promise.resolve(pair))).isSaved).toBe(true);
});

test('a key that may be stored and cannot be read now is not replaced by a new one', async () => {
  const unreadable = () => Promise.reject(new DOMException('no', 'UnknownError'));
  await expect(BrowserRoomKey.open(words, unreadable)).rejects.toThrow('no');
});
