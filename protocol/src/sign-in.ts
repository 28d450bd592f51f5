/**
 * Signing in with the admin's identity provider, where the service admits presenters that way. The
 * app signs in at the provider and gives the ID token to the service (`POST /sign-in`), which
 * answers with an admission: a token of its own, for every later connection.
 */
import * as z from 'zod/mini';
import { Token } from './values.ts';

export const SIGN_IN_PATH = '/sign-in';

/** The header that carries an admission beside the handshake, and to `GET /version`. */
export const ADMISSION_HEADER = 'x-lectern-admission';

/** Where and as which client to sign in. */
export const SignInOffer = z.object({
  /** The provider's issuer identifier (OpenID Connect Discovery 1.0, section 2). */
  issuer: z.string().check(z.minLength(1), z.maxLength(512)),
  clientId: z.string().check(z.minLength(1), z.maxLength(256)),
  /** With spaces between; contains `openid`. */
  scope: z.string().check(z.maxLength(512)),
  /**
   * For providers that give one to native apps as well, as Google does. It is published here, so it
   * is no secret (RFC 8252, section 8.5).
   */
  publishedSecret: z.exactOptional(z.string().check(z.maxLength(512))),
  /** Whether a device code (RFC 8628) may be used instead of the browser on the same computer. */
  deviceCode: z.boolean(),
});
export type SignInOffer = z.infer<typeof SignInOffer>;

/** Of an ID token. One with many groups has a few kilobytes. */
export const ID_TOKEN_MAX_LENGTH = 16_384;

/** 256 random bits, base64url. */
export const NonceSecret = z.string().check(z.regex(/^[\w-]{43}$/));

/** The body of `POST /sign-in`, as JSON. */
export const SignInParams = z.strictObject({
  idToken: z.string().check(z.minLength(16), z.maxLength(ID_TOKEN_MAX_LENGTH)),
  /** Shows that the token was requested for this service, see `nonceText`. */
  nonceSecret: NonceSecret,
});
export type SignInParams = z.infer<typeof SignInParams>;

export const SignInResult = z.object({
  admission: Token,
  /** What the provider calls the person: an address, or else a name. */
  name: z.string().check(z.maxLength(320)),
  /** How long the admission is valid. A duration, since the two clocks may differ. */
  validMs: z.number().check(z.gte(0)),
});
export type SignInResult = z.infer<typeof SignInResult>;

/**
 * The `nonce` of the authentication request is the SHA-256 of this text, in base64url. It names the
 * service (host, with its port unless that is the scheme's), so that a service cannot use a token
 * that it was given at another one.
 */
export const nonceText = (service: string, secret: string): string => `lectern-sign-in-v1\n${service}\n${secret}`;
