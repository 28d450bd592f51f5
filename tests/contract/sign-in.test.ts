/**
 * A service whose presenters sign in with the admin's identity provider: which ID tokens it
 * accepts, and how long it remembers a sign-in. The provider is a real one.
 */
import { ADMISSION_HEADER, ServiceVersion, spoken } from '@lectern/protocol';
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { closeClients, openRoom, refusalOf } from '../support/service/clients.ts';
import { CLIENT_ID, TestProvider } from '../support/service/identity-provider.ts';
import {
  admissionOf,
  askVersion,
  goodClaims,
  judgedBy,
  postSignIn,
  presentingBy,
} from '../support/service/sign-in-service.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const HOUR_MS = 3_600_000;
const presenter = { role: 'presenter', protocol: spoken };
const noCooldown = { keyCooldownMs: 0, retryAfterMs: 0 };

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
});
afterAll(() => provider.stop());

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

type Overrides = Parameters<typeof startSignaling>[0];
async function start(settings: Record<string, string> = {}, overrides: Overrides = {}): Promise<string> {
  service = await startSignaling({ ...presentingBy(provider, settings), provider: noCooldown, ...overrides });
  return service.url;
}

const codeOf = async (url: string, headers?: Record<string, string>) => (await refusalOf(url, presenter, headers)).code;

const judged = (url: string, changed: Record<string, unknown>, header = {}) => judgedBy(provider, url, changed, header);

test('without a sign-in a presenter is refused; with one, a room opens', async () => {
  const url = await start();
  expect(await codeOf(url)).toBe('sign-in-required');
  expect(await codeOf(url, { [ADMISSION_HEADER]: 'x'.repeat(40) })).toBe('sign-in-required');
  const headers = await admissionOf(provider, url);
  const { opened } = await openRoom(url, { headers });
  // A room's token does not replace the sign-in.
  expect((await refusalOf(url, { ...presenter, token: opened.token })).code).toBe('sign-in-required');
});

test('/version says how to sign in, and whether the caller is signed in', async () => {
  const url = await start({ LECTERN_OIDC_PUBLISHED_SECRET: 'not a secret' });
  const version = ServiceVersion.parse(await askVersion(url));
  expect(version).toMatchObject({
    presenting: 'sign-in-required',
    signIn: { issuer: provider.issuer, clientId: CLIENT_ID, deviceCode: false, publishedSecret: 'not a secret' },
  });
  expect(await askVersion(url, await admissionOf(provider, url))).toMatchObject({ presenting: 'admitted' });
});

test('an app of an earlier version gets a code that it knows', async () => {
  const url = await start();
  const old = { role: 'presenter', protocol: { newest: 2, oldest: 1 } };
  expect((await refusalOf(url, old)).code).toBe('key-required');
});

test('only tokens by the rules are accepted', async () => {
  const url = await start();
  const nowS = Math.floor(Date.now() / 1000);
  expect(await judged(url, {})).toBe('ok');
  expect(await judged(url, {}, { typ: 'JWT' })).toBe('ok');
  // The provider's clock may differ a little.
  expect(await judged(url, { exp: nowS - 20, nbf: nowS + 20, iat: nowS + 20 })).toBe('ok');
  const refused: Record<string, unknown>[] = [
    { aud: 'another-client' },
    { aud: undefined },
    { iss: 'https://login.example' },
    { iss: `${provider.issuer}/` },
    { exp: nowS - 120 },
    { exp: undefined },
    { nbf: nowS + 600 },
    { iat: nowS - 600 },
    { iat: nowS + 600 },
    { iat: undefined },
    { sub: undefined },
    { sub: '' },
    { azp: 'another-client' },
    { nonce: undefined },
    { nonce: 'guessed' },
    // Requested for another service, which has passed it on.
    { nonce: goodClaims(provider, 'evil.example').claims.nonce },
  ];
  for (const changed of refused) expect([changed, await judged(url, changed)]).toEqual([changed, 'unauthorized']);
  for (const typ of ['at+jwt', 'logout+jwt', 'lectern-admission+jwt']) {
    expect(await judged(url, {}, { typ })).toBe('unauthorized');
  }
});

test('the algorithm is the service’s choice: none, HMAC with the public key, and keys in the header are refused', async () => {
  const url = await start();
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host);
  const kid = provider.publicJwk.kid ?? '';
  const publicKey = await importJWK(provider.publicJwk, 'RS256', { extractable: true });
  if (publicKey instanceof Uint8Array) throw new Error('not a public key');
  const pem = new TextEncoder().encode(await exportSPKI(publicKey));
  const other = await TestProvider.start();
  const forged = [
    new UnsecuredJWT(claims).encode(),
    await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(pem),
    await other.sign(claims, { kid }),
    await other.sign(claims, { jwk: other.publicJwk }),
    await other.sign(claims, { jku: `${other.issuer}/jwks` }),
    (await provider.sign(claims)).replace(/[^.]+$/, ''),
  ];
  const before = other.keyRequests;
  for (const idToken of forged) expect((await postSignIn(url, { idToken, nonceSecret })).code).toBe('unauthorized');
  expect(other.keyRequests).toBe(before);
  await other.stop();
});

test('the provider’s keys are fetched once, and again when it signs with a new one', async () => {
  const url = await start();
  const before = provider.keyRequests;
  for (let count = 0; count < 3; count += 1) expect(await judged(url, {})).toBe('ok');
  expect(provider.keyRequests).toBe(before + 1);
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host);
  const old = await provider.sign(claims);
  await provider.rotateKeys();
  expect(await judged(url, {})).toBe('ok');
  expect((await postSignIn(url, { idToken: old, nonceSecret })).code).toBe('unauthorized');
});

test('made-up key names do not have the keys fetched again and again', async () => {
  const url = await start({}, { provider: { keyCooldownMs: 60_000 } });
  expect(await judged(url, {})).toBe('ok');
  const before = provider.keyRequests;
  for (let count = 0; count < 5; count += 1)
    expect(await judged(url, {}, { kid: `k${String(count)}` })).toBe('unauthorized');
  expect(provider.keyRequests).toBe(before);
});

test('a token by device code has no nonce: accepted only where the admin has turned codes on', async () => {
  const url = await start({ LECTERN_OIDC_DEVICE_CODE: 'on' });
  expect(await judged(url, { nonce: undefined })).toBe('ok');
  expect(await judged(url, { nonce: goodClaims(provider, 'evil.example').claims.nonce })).toBe('unauthorized');
});

test('a provider that is down stops new sign-ins, but no presenter who has signed in', async () => {
  const dataDir = await makeDataDir();
  let url = await start({}, { dataDir });
  const headers = await admissionOf(provider, url);
  const { key } = await openRoom(url, { headers });
  await service?.close();
  await provider.stop();
  try {
    // The service, too, is new, and has never reached the provider.
    url = await start({}, { dataDir });
    expect(await judged(url, {})).toBe('provider-unreachable');
    const again = await openRoom(url, { key, headers });
    expect(again.opened.watchUrl).toContain(key.roomId);
  } finally {
    await provider.startAgain();
  }
  expect(await judged(url, {})).toBe('ok');
});

test('the token is for a name from the settings, also where the service is under a path of a host', async () => {
  const url = await start({}, { publicUrl: 'https://example.org/lectern' });
  const below = `${url}/lectern`;
  const codeFor = async (name: string): Promise<string> => {
    const { claims, nonceSecret } = goodClaims(provider, name);
    return (await postSignIn(below, { idToken: await provider.sign(claims), nonceSecret })).code;
  };
  expect(await codeFor('example.org')).toBe('ok');
  // The name by which it was dialed is one of them no longer.
  expect(await codeFor(new URL(url).host)).toBe('unauthorized');
});

test('a very long name leaves the admission short enough to be sent', async () => {
  const url = await start();
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host);
  const idToken = await provider.sign({ ...claims, name: `${'𝕬'.repeat(150)}\u0007` });
  const { code, name, admission } = await postSignIn(url, { idToken, nonceSecret });
  expect([code, name]).toEqual(['ok', '𝕬'.repeat(120)]);
  expect((await askVersion(url, { [ADMISSION_HEADER]: admission })).presenting).toBe('admitted');
});

test('sign-ins are counted by how they end', async () => {
  const url = await start({}, { metrics: { host: '127.0.0.1', port: 0 } });
  for (const changed of [{}, {}, { groups: [] }, { aud: 'another-client' }]) await judged(url, changed);
  const figures = await (await fetch(`http://127.0.0.1:${String(service?.metricsPort)}/metrics`)).text();
  const counted = [...figures.matchAll(/^lectern_sign_ins_total\{outcome="([^"]+)"\} (\d+)$/gm)].map(([, name, n]) => [
    name,
    n,
  ]);
  expect(Object.fromEntries(counted)).toMatchObject({
    ok: '2',
    'sign-in-refused': '1',
    unauthorized: '1',
    'provider-unreachable': '0',
  });
});

test('a provider that has just failed is left alone for a while', async () => {
  await provider.stop();
  const url = await start({}, { provider: { retryAfterMs: 60_000 } });
  expect(await judged(url, {})).toBe('provider-unreachable');
  await provider.startAgain();
  const before = provider.keyRequests;
  expect(await judged(url, {})).toBe('provider-unreachable');
  expect(provider.keyRequests).toBe(before);
});

test('a sign-in is good for twelve hours, or for as long as the admin says', async () => {
  for (const [settings, hours] of [
    [{}, 12],
    [{ LECTERN_OIDC_SIGN_IN_HOURS: '2' }, 2],
  ] as const) {
    let nowMs = Date.now();
    const url = await start(settings, { now: () => nowMs });
    const headers = await admissionOf(provider, url, nowMs);
    nowMs += hours * HOUR_MS - 60_000;
    expect((await askVersion(url, headers)).presenting).toBe('admitted');
    const { opened, key, roomId, epoch } = await openRoom(url, { headers });
    nowMs += 2 * 60_000;
    // The room's token is still valid, and does not help.
    expect((await refusalOf(url, { ...presenter, token: opened.token }, headers)).code).toBe('sign-in-expired');
    expect((await askVersion(url, headers)).presenting).toBe('sign-in-expired');
    const renewed = await admissionOf(provider, url, nowMs);
    const again = await openRoom(url, { headers: renewed, key, epoch: epoch + 1 });
    expect(again.roomId).toBe(roomId);
    await service?.close();
    closeClients();
  }
});

test('a clock that was set back locks no one out who has signed in', async () => {
  let nowMs = Date.now();
  const url = await start({}, { now: () => nowMs });
  const headers = await admissionOf(provider, url, nowMs);
  nowMs -= HOUR_MS;
  expect((await openRoom(url, { headers })).opened.watchers).toBe(0);
});

test('other rules than at the sign-in end it', async () => {
  const dataDir = await makeDataDir();
  const headers = await admissionOf(provider, await start({}, { dataDir }));
  await service?.close();
  expect(await codeOf(await start({ LECTERN_OIDC_GROUPS: 'physics' }, { dataDir }), headers)).toBe('sign-in-expired');
});

test('what is no sign-in is refused, and an address that goes on soon gets no reason', async () => {
  const url = await start({}, { door: { wrongKeysPerMinute: 5 } });
  const { nonceSecret } = goodClaims(provider, new URL(url).host);
  for (const body of ['{', '[]', '{}', `"${'x'.repeat(30_000)}"`, { idToken: 'x'.repeat(17_000), nonceSecret }]) {
    expect((await postSignIn(url, body)).code).toBe('bad-request');
  }
  expect(await judged(url, {})).toBe('too-many');
  await service?.close();
  service = await startSignaling();
  expect((await fetch(`${service.url}/sign-in`, { method: 'POST' })).status).toBe(404);
});
