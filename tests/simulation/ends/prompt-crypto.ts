/**
 * WebCrypto that answers within the turn. The browser's and Node's answer from other threads, in an
 * order that no seed decides. What it computes is the same.
 */
import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  KeyObject,
  timingSafeEqual,
  verify,
  webcrypto,
} from 'node:crypto';

const { subtle } = webcrypto;

const bytesOf = (data: webcrypto.BufferSource): Buffer =>
  ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);

const nameOf = (algorithm: string | { readonly name: string }): string =>
  typeof algorithm === 'string' ? algorithm : algorithm.name;

function verifyNow(
  algorithm: string | { readonly name: string },
  key: webcrypto.CryptoKey,
  signature: webcrypto.BufferSource,
  data: webcrypto.BufferSource,
): boolean {
  const [given, signed, object] = [bytesOf(signature), bytesOf(data), KeyObject.from(key)];
  if (nameOf(algorithm) === 'ECDSA') return verify('sha256', signed, { key: object, dsaEncoding: 'ieee-p1363' }, given);
  const expected = createHmac('sha256', object).update(signed).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** A point of P-256, uncompressed (SEC 1, section 2.3.3). */
function publicKeyOf(point: Buffer): webcrypto.CryptoKey {
  const [x = '', y = ''] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  return key.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
}

/** Returns what puts the real one back. */
export function makeCryptoPrompt(): () => void {
  const prompt = {
    digest: async (_algorithm: unknown, data: webcrypto.BufferSource) =>
      new Uint8Array(createHash('sha256').update(bytesOf(data)).digest()).buffer,
    verify: async (...given: Parameters<typeof verifyNow>) => verifyNow(...given),
    importKey: async (format: string, data: webcrypto.BufferSource, algorithm: string | { readonly name: string }) => {
      if (format !== 'raw') throw new Error(`the simulation imports no keys of the format ${format}`);
      if (nameOf(algorithm) === 'ECDSA') return publicKeyOf(bytesOf(data));
      return createSecretKey(bytesOf(data)).toCryptoKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['verify']);
    },
  };
  for (const [name, value] of Object.entries(prompt)) {
    Object.defineProperty(subtle, name, { configurable: true, value });
  }
  return () => {
    for (const name of Object.keys(prompt)) Reflect.deleteProperty(subtle, name);
  };
}
