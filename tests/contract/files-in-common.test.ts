/**
 * Two instances without Redis that have the admin's files in common: what one takes back, the other
 * refuses as well, and its rooms end.
 */
import { join } from 'node:path';
import { PRESENTER_KEY_HEADER, spoken } from '@lectern/protocol';
import type { Config } from '@lectern/signaling-server';
import { afterEach, expect, test } from 'vitest';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { closeClients, openRoom, refusalOf } from '../support/service/clients.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { admissionOf, presentingBy } from '../support/service/sign-in-service.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const presenter = { role: 'presenter', protocol: spoken };
/** Two looks at a file, and a busy machine. */
const SOON = { timeout: 20_000 };

const services: TestService[] = [];
afterEach(async () => {
  closeClients();
  await Promise.all(services.splice(0).map((service) => service.close()));
});

/** Each with a data folder of its own. */
async function startTwo(config: Partial<Config>) {
  const start = async () => {
    const dataDir = await makeDataDir();
    const service = await startSignaling({ tokenSecret: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5', ...config, dataDir });
    services.push(service);
    const ask: typeof askService = (_env, request) => askService({ LECTERN_DATA_DIR: dataDir }, request);
    return { url: service.url, ask };
  };
  return [await start(), await start()] as const;
}

test('a presenter key that is added and revoked at one instance', async () => {
  const path = join(await makeDataDir(), 'presenter-keys');
  const [one, other] = await startTwo({
    presenting: { kind: 'keys', source: { kind: 'file', path, isOwn: true } },
  });
  const { key } = await one.ask({}, { command: 'add-key', name: 'Ada', quota: {} });
  const headers = { [PRESENTER_KEY_HEADER]: key };
  const { client } = await openRoom(other.url, { headers });
  await one.ask({}, { command: 'revoke-key', key: 'Ada' });
  expect(await client.next('run:ended')).toEqual({ reason: 'revoked' });
  expect((await refusalOf(other.url, presenter, headers)).code).toBe('key-refused');
});

test('a person who is revoked at one instance and restored at the other', async () => {
  const provider = await TestProvider.start();
  try {
    const revokedFile = join(await makeDataDir(), 'revoked-subjects.json');
    const { presenting } = presentingBy(provider, { LECTERN_OIDC_REVOKED_FILE: revokedFile });
    const [one, other] = await startTwo({ presenting });
    const headers = await admissionOf(provider, other.url);
    const { client } = await openRoom(other.url, { headers });
    await one.ask({}, { command: 'revoke-subject', person: 'eve', isSub: true });
    await one.ask({}, { command: 'revoke-subject', person: 'ada', isSub: true });
    expect(await client.next('run:ended')).toEqual({ reason: 'revoked' });
    expect((await refusalOf(other.url, presenter, headers)).code).toBe('sign-in-refused');
    expect((await refusalOf(one.url, presenter, headers)).code).toBe('sign-in-refused');

    await other.ask({}, { command: 'restore-subject', person: 'ada', isSub: true });
    const listed = async () => (await one.ask({}, { command: 'list-subjects' })).subjects;
    await expect.poll(async () => (await listed()).filter(({ isRevoked }) => isRevoked).length, SOON).toBe(1);
    await openRoom(one.url, { headers });
  } finally {
    await provider.stop();
  }
});
