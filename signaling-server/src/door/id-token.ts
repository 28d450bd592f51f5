/**
 * Checks an ID token by the rules of OpenID Connect Core 1.0, section 3.1.3.7, and RFC 8725: fixed
 * algorithms, issuer, audience, times, type, and the nonce that names this service.
 */
import { createHash } from 'node:crypto';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import { nonceText, SignalingError, type SignInParams } from '@lectern/protocol';

/** Asymmetric ones only: a key that is public must never verify an HMAC (RFC 8725, section 2.1). */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

const text = z.string().check(z.maxLength(320));

const IdClaims = z.looseObject({
  sub: z.string().check(z.minLength(1), z.maxLength(255)),
  nonce: z.optional(z.string()),
  /** The client that the token was issued to, where that is not clear from `aud`. */
  azp: z.optional(z.string()),
  email: z.catch(z.optional(text), undefined),
  email_verified: z.catch(z.optional(z.boolean()), undefined),
  preferred_username: z.catch(z.optional(text), undefined),
  name: z.catch(z.optional(text), undefined),
});
export type IdClaims = z.infer<typeof IdClaims>;

export interface IdTokenCheck {
  readonly keyFor: JWTVerifyGetKey;
  readonly issuer: string;
  readonly clientId: string;
  /** Names of this service that the nonce may name. */
  readonly services: readonly string[];
  /** A token from a device code may have no nonce, since RFC 8628 knows none. */
  readonly needsNonce: boolean;
  readonly nowMs: number;
  /** How far the provider's clock may differ. */
  readonly toleranceS: number;
  /** Older tokens are refused: the app passes one on at once. */
  readonly maxAgeS: number;
}

/**
 * Throws `unauthorized` unless the token is valid, and whatever `keyFor` throws as a
 * `SignalingError`.
 */
export async function checkIdToken({ idToken, nonceSecret }: SignInParams, check: IdTokenCheck): Promise<IdClaims> {
  const claims = await verifiedClaims(idToken, check);
  if (claims.azp !== undefined && claims.azp !== check.clientId) throw refused('issued to another client');
  const isBound =
    claims.nonce === undefined
      ? !check.needsNonce
      : check.services.some((service) => claims.nonce === nonceFor(service, nonceSecret));
  if (!isBound) throw refused('its nonce does not name this service');
  return claims;
}

async function verifiedClaims(idToken: string, check: IdTokenCheck): Promise<IdClaims> {
  try {
    const { payload, protectedHeader } = await jwtVerify(idToken, check.keyFor, {
      algorithms: ALGORITHMS,
      issuer: check.issuer,
      audience: check.clientId,
      requiredClaims: ['sub', 'exp', 'iat'],
      currentDate: new Date(check.nowMs),
      clockTolerance: check.toleranceS,
      maxTokenAge: check.maxAgeS,
    });
    // Another kind of token says so (`at+jwt`, `logout+jwt`); an ID token has this type or none.
    const { typ = 'JWT' } = protectedHeader;
    if (typ.toUpperCase() !== 'JWT') throw refused('another kind of token');
    return IdClaims.parse(payload);
  } catch (error) {
    if (error instanceof SignalingError) throw error;
    throw refused(error instanceof errors.JOSEError ? error.code : 'claims of the wrong shape');
  }
}

/** The reason helps an admin who sets it up, and is not secret: it names a rule, never a value. */
const refused = (reason: string): SignalingError =>
  new SignalingError('unauthorized', `the ID token is not accepted: ${reason}`);

const nonceFor = (service: string, secret: string): string =>
  createHash('sha256').update(nonceText(service, secret)).digest('base64url');
