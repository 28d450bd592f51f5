/** A service whose presenters sign in with the test's identity provider, and one sign-in there. */
import { createHash, randomBytes } from 'node:crypto';
import {
  ADMISSION_HEADER,
  nonceText,
  SIGN_IN_PATH,
  SignInResult,
  WireError,
  type ServiceVersion,
} from '@lectern/protocol';
import { readConfig, type Config } from '@lectern/signaling-server';
import { CLIENT_ID, type TestProvider } from './identity-provider.ts';

type Settings = Readonly<Record<string, string>>;

/** The settings by which a service admits presenters of the provider. */
export const signInSettings = (provider: TestProvider, settings: Settings = {}): Settings => ({
  LECTERN_PRESENTING: 'oidc',
  LECTERN_OIDC_ISSUER: provider.issuer,
  LECTERN_OIDC_CLIENT_ID: CLIENT_ID,
  LECTERN_OIDC_GROUPS: 'staff',
  ...settings,
});

export const presentingBy = (provider: TestProvider, settings?: Settings): Pick<Config, 'presenting'> => ({
  presenting: readConfig(signInSettings(provider, settings)).presenting,
});

/**
 * Claims that are good for a service with one of these names, and what else goes into the request.
 */
export function goodClaims(provider: TestProvider, service: string, nowMs = Date.now()) {
  const nonceSecret = randomBytes(32).toString('base64url');
  const nonce = createHash('sha256').update(nonceText(service, nonceSecret)).digest('base64url');
  const iat = Math.floor(nowMs / 1000);
  const claims = { iss: provider.issuer, aud: CLIENT_ID, sub: 'ada', groups: ['staff'], nonce, iat, exp: iat + 300 };
  return { claims, nonceSecret };
}

/** The code with which the service refuses, or `ok`. */
export async function postSignIn(url: string, params: unknown) {
  const response = await fetch(`${url}${SIGN_IN_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof params === 'string' ? params : JSON.stringify(params),
  });
  const body: unknown = await response.json();
  if (response.status === 200) return { code: 'ok', ...SignInResult.parse(body) } as const;
  return { admission: '', name: '', validMs: 0, ...WireError.parse(body) };
}

/**
 * How the service answers to a token with some of its claims changed; `undefined` leaves one out.
 */
export async function judgedBy(provider: TestProvider, url: string, changed: Record<string, unknown>, header = {}) {
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host);
  const all = Object.entries({ ...claims, ...changed }).filter(([, value]) => value !== undefined);
  const idToken = await provider.sign(Object.fromEntries(all), header);
  return (await postSignIn(url, { idToken, nonceSecret })).code;
}

/** Signs Ada in, by a token of the provider's own key. Returns the headers that admit her. */
export async function admissionOf(provider: TestProvider, url: string, nowMs?: number, sub = 'ada') {
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host, nowMs);
  const { code, admission } = await postSignIn(url, { idToken: await provider.sign({ ...claims, sub }), nonceSecret });
  if (code !== 'ok') throw new Error(`not signed in: ${code}`);
  return { [ADMISSION_HEADER]: admission };
}

export async function askVersion(url: string, headers: Record<string, string> = {}): Promise<ServiceVersion> {
  const response = await fetch(`${url}/version`, { headers });
  return (await response.json()) as ServiceVersion;
}
