/**
 * The admin takes back what the identity provider still grants: a person's rooms end, and neither
 * the sign-in of before nor a new one admits this person, also after a restart.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spoken } from '@lectern/protocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { runServiceCommand } from '../support/service/run-command.ts';
import { admissionOf, askVersion, goodClaims, postSignIn, presentingBy } from '../support/service/sign-in-service.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const presenter = { role: 'presenter', protocol: spoken };

let provider: TestProvider;
beforeAll(async () => {
  provider = await TestProvider.start();
});
afterAll(() => provider.stop());

let dataDir: string;
let service: TestService;
afterEach(async () => {
  closeClients();
  await service.close();
});

async function start(): Promise<string> {
  service = await startSignaling({ ...presentingBy(provider), dataDir });
  return service.url;
}

const ask: typeof askService = (_env, request) => askService({ LECTERN_DATA_DIR: dataDir }, request);
const command = (...args: string[]) => runServiceCommand(args, { LECTERN_DATA_DIR: dataDir });

async function signInCode(url: string, claimed: Record<string, unknown>): Promise<string> {
  const { claims, nonceSecret } = goodClaims(provider, new URL(url).host);
  return (await postSignIn(url, { idToken: await provider.sign({ ...claims, ...claimed }), nonceSecret })).code;
}

test('a revoked person is out at once, stays out over a restart, and comes in again when restored', async () => {
  dataDir = await makeDataDir();
  let url = await start();
  expect(await ask({}, { command: 'list-subjects' })).toEqual({ subjects: [], total: 0 });
  const headers = await admissionOf(provider, url);
  const other = await admissionOf(provider, url, undefined, 'grace');
  const [ada, grace] = [await openRoom(url, { headers }), await openRoom(url, { headers: other })];
  const { client: watcher } = await joinRoom(url, ada.roomId);
  const listed = (await command('subjects', 'list')).out;
  expect(listed).toMatch(/^\S{22} +1 +ada$/m);
  expect(listed).toMatch(/^\S{22} +1 +grace$/m);

  expect((await command('subjects', 'revoke', 'Ada')).out).toContain('Rooms ended: 1.');
  expect(await ada.client.next('run:ended')).toEqual({ reason: 'revoked' });
  await expect.poll(() => ada.client.socket.connected).toBe(false);
  expect(await watcher.next('room:changed')).toMatchObject({ phase: 'ended', endedByService: true });
  expect((await refusalOf(url, presenter, headers)).code).toBe('sign-in-refused');
  expect((await askVersion(url, headers)).presenting).toBe('sign-in-refused');
  expect(await signInCode(url, {})).toBe('sign-in-refused');
  expect(grace.client.socket.connected).toBe(true);

  await service.close();
  url = await start();
  expect((await refusalOf(url, presenter, headers)).code).toBe('sign-in-refused');
  // Nothing is kept that names a person.
  expect(readFileSync(join(dataDir, 'revoked-subjects.json'), 'utf8')).not.toMatch(/ada/i);
  const after = await ask({}, { command: 'list-subjects' });
  expect(after.subjects).toEqual([{ subject: expect.any(String), name: 'ada', isRevoked: true, rooms: 0 }]);

  const { subject } = await ask({}, { command: 'restore-subject', person: 'ada', isSub: true });
  expect(subject).toMatch(/^[\w-]{22}$/);
  await openRoom(url, { headers, key: ada.key, epoch: ada.epoch + 1 });
  expect(await signInCode(url, {})).toBe('ok');
});

test('a person who is not in the list is named by the provider’s own subject; a name of two people is not enough', async () => {
  dataDir = await makeDataDir();
  const url = await start();
  await ask({}, { command: 'revoke-subject', person: 'eve', isSub: true });
  expect(await signInCode(url, { sub: 'eve' })).toBe('sign-in-refused');
  for (const sub of ['a1', 'a2']) expect(await signInCode(url, { sub, email: 'Ada@example.edu' })).toBe('ok');
  const revoke = (person: string) => ask({}, { command: 'revoke-subject', person, isSub: false });
  await expect(revoke('ada@example.edu')).rejects.toThrow('2 people have the name');
  await expect(revoke('nobody')).rejects.toThrow('“nobody” is not in the list');
  const { subjects } = await ask({}, { command: 'list-subjects' });
  const [first, second, third] = subjects;
  expect([first?.isRevoked, second?.name, third?.name]).toEqual([true, 'Ada@example.edu', 'Ada@example.edu']);
  await revoke(second?.subject ?? '');
  expect(await signInCode(url, { sub: 'a2' })).toBe('sign-in-refused');
  expect(await signInCode(url, { sub: 'a1' })).toBe('ok');
});

test('where presenters do not sign in, the commands say so', async () => {
  dataDir = await makeDataDir();
  service = await startSignaling({ dataDir });
  await expect(ask({}, { command: 'list-subjects' })).rejects.toThrow('LECTERN_PRESENTING=oidc');
});
