/**
 * Signs a JWT with HS256 (RFC 7515, section 7.1, compact form). Every join gets one, and WebCrypto
 * takes ten times as long for it.
 */
import { createHmac, type KeyObject } from 'node:crypto';

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The first part of a token, which all tokens of this type and key begin with. */
export const tokenHeader = (header: { readonly typ: string; readonly kid: string }): string =>
  encode({ alg: 'HS256', ...header });

/** `header` as `tokenHeader` gives it. */
export function signToken(key: KeyObject, header: string, claims: object): string {
  const signed = `${header}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}
