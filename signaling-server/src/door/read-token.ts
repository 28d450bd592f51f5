/**
 * Reads the service's own tokens. Each kind begins with the one header that the service writes for
 * a key, so that is compared as it stands: its algorithm, type and key can be no others (RFC 8725,
 * 3.1 and 3.11). `node:crypto` checks a signature in some microseconds; WebCrypto imports the key
 * each time, and passes 32 bytes to another thread.
 */
import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** By the header, as `tokenHeader` gives it. */
export type KeysByHeader = ReadonlyMap<string, KeyObject>;

/**
 * The claims of a token that one of the keys has signed, as they stand. Throws for any other text.
 */
export function readToken(keys: KeysByHeader, token: string): unknown {
  const [header = '', claims = '', signature = '', ...more] = token.split('.');
  const key = keys.get(header);
  if (key === undefined || more.length > 0) throw new Error('not a token of this kind');
  const expected = createHmac('sha256', key).update(`${header}.${claims}`).digest('base64url');
  if (!isSame(signature, expected)) throw new Error('not signed by this key');
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

/**
 * As text: of the texts that decode to the same bytes, only the one that the service writes is
 * right.
 */
function isSame(text: string, expected: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
