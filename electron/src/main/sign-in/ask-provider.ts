/**
 * Gets an ID token from an identity provider: by the authorization code flow with PKCE in the
 * system's browser (RFC 8252, RFC 7636), or by a device code (RFC 8628). The token is for one
 * service, whose name is in its nonce.
 */
import * as client from 'openid-client';
import { createHash, randomBytes } from 'node:crypto';
import { nonceText, type SignInOffer, type SignInParams } from '@lectern/protocol';
import { isLoopback } from './is-loopback.ts';
import { listenOnLoopback } from './loopback-listener.ts';

export interface AskOptions {
  readonly offer: SignInOffer;
  /** The service that is signed in to. */
  readonly origin: string;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly timeoutMs: number;
  /** Ends the sign-in: cancelled, or after too long. */
  readonly signal: AbortSignal;
}

/** The provider's address is not safe to use. */
export class UnsafeProviderError extends Error {
  override readonly name = 'UnsafeProviderError';
}

/** The provider cannot be used in this way: it has no device codes, or gives no ID token. */
export class UnusableProviderError extends Error {
  override readonly name = 'UnusableProviderError';
}

interface Bound {
  readonly nonce: string;
  readonly nonceSecret: string;
}

function bindTo(origin: string): Bound {
  const nonceSecret = randomBytes(32).toString('base64url');
  const text = nonceText(new URL(origin).host, nonceSecret);
  return { nonceSecret, nonce: createHash('sha256').update(text).digest('base64url') };
}

/**
 * http is only for a provider on this machine, and only where the service is on this machine, too.
 */
const isSafe = (url: string, origin: string): boolean =>
  URL.canParse(url) && (new URL(url).protocol === 'https:' || (isLoopback(url) && isLoopback(origin)));

async function discover({ offer, origin, fetch, timeoutMs }: AskOptions): Promise<client.Configuration> {
  if (!isSafe(offer.issuer, origin)) throw new UnsafeProviderError('the provider’s address needs https');
  const { publishedSecret } = offer;
  return await client.discovery(
    new URL(offer.issuer),
    offer.clientId,
    undefined,
    publishedSecret === undefined ? client.None() : client.ClientSecretPost(publishedSecret),
    {
      timeout: timeoutMs / 1000,
      // Its requests carry a form or nothing.
      [client.customFetch]: (url, { body, ...init }) =>
        fetch(url, body instanceof URLSearchParams ? { ...init, body } : init),
      // `isSafe` has allowed it.
      execute: isLoopback(offer.issuer) ? [client.allowInsecureRequests] : [],
    },
  );
}

/** @param openPage Opens an address in the system's browser. */
export async function askInBrowser(
  options: AskOptions,
  openPage: (address: string) => Promise<void>,
): Promise<SignInParams> {
  const { offer, origin, signal } = options;
  const config = await discover(options);
  const { nonce, nonceSecret } = bindTo(origin);
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const listener = await listenOnLoopback(state);
  try {
    const address = client.buildAuthorizationUrl(config, {
      redirect_uri: listener.redirectUri,
      scope: offer.scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    if (!isSafe(address.href, origin)) throw new UnsafeProviderError('the page to sign in needs https');
    await openPage(address.href);
    const answer = await listener.answered(signal);
    const tokens = await client.authorizationCodeGrant(config, answer, {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
    });
    return { idToken: idTokenOf(tokens), nonceSecret };
  } finally {
    listener.close();
  }
}

/** @param showCode Shows the code, and the address of the page that asks for it. */
export async function askByCode(
  options: AskOptions,
  showCode: (code: { readonly text: string; readonly address: string }) => void,
): Promise<SignInParams> {
  const { offer, origin, signal } = options;
  const config = await discover(options);
  if (config.serverMetadata().device_authorization_endpoint === undefined) {
    throw new UnusableProviderError('the provider has no device codes');
  }
  const { nonce, nonceSecret } = bindTo(origin);
  // RFC 8628 knows no nonce. Providers that take it put it into the token.
  const asked = await client.initiateDeviceAuthorization(config, { scope: offer.scope, nonce });
  if (!isSafe(asked.verification_uri, origin)) throw new UnsafeProviderError('the page for the code needs https');
  showCode({ text: asked.user_code, address: asked.verification_uri });
  const tokens = await client.pollDeviceAuthorizationGrant(config, asked, undefined, { signal });
  return { idToken: idTokenOf(tokens), nonceSecret };
}

function idTokenOf({ id_token: idToken }: { readonly id_token?: string | undefined }): string {
  if (idToken === undefined) throw new UnusableProviderError('the provider gave no ID token');
  return idToken;
}
