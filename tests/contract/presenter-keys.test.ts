/**
 * A service that requires presenter keys: who is admitted, the reason of a refusal, how keys are
 * issued and revoked.
 */
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnrolmentLink } from '@lectern/bridge';
import { PRESENTER_KEY_HEADER, ServiceVersion, spoken } from '@lectern/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { enrol } from '../../signaling-server/src/admin/enrol.ts';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { connectV1 } from './frozen-client-v1.ts';

const KEY = 'zX8vY2nQ4tR6wS0aB3cD';
const OTHER = 'kJ7hG5fD3sA1pO9iU8yT';
const presenter = { role: 'presenter', protocol: spoken };

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

const listOf = (...keys: string[]) => ({ kind: 'keys', source: { kind: 'list', keys } }) as const;
const startWith = async (settings: Parameters<typeof startSignaling>[0]): Promise<string> => {
  service = await startSignaling(settings);
  return service.url;
};
const requiring = (...keys: string[]) => startWith({ presenting: listOf(...keys) });
const codeFor = async (url: string, auth: object, headers?: Record<string, string>) =>
  (await refusalOf(url, auth, headers)).code;

async function expectAdmitted(url: string, auth: object, headers?: Record<string, string>): Promise<void> {
  const client = connect(url, auth, headers);
  expect(await client.next('presenter:challenged')).toMatchObject({ challenge: expect.any(String) });
  client.close();
}

test('a missing and a wrong key are refused with different codes; a right key is admitted', async () => {
  const url = await requiring(KEY, OTHER);
  expect(await codeFor(url, presenter)).toBe('key-required');
  expect(await codeFor(url, { ...presenter, key: '' })).toBe('key-required');
  for (const key of [KEY.slice(1), `${KEY}x`, KEY.toLowerCase(), `${KEY},${OTHER}`, 'ключ']) {
    expect(await codeFor(url, { ...presenter, key })).toBe('key-refused');
  }
  expect(await codeFor(url, { ...presenter, key: 'x'.repeat(257) })).toBe('bad-request');
  expect(await codeFor(url, { ...presenter, key: 7 })).toBe('bad-request');
  await expectAdmitted(url, { ...presenter, key: KEY });
  await expectAdmitted(url, { ...presenter, key: OTHER });
});

test('the key may be sent in a header of the request instead', async () => {
  const url = await requiring(KEY);
  await expectAdmitted(url, presenter, { [PRESENTER_KEY_HEADER]: KEY });
  expect(await codeFor(url, presenter, { [PRESENTER_KEY_HEADER]: OTHER })).toBe('key-refused');
});

test('a token opens a room again, but does not replace the key', async () => {
  const open = await startSignaling();
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-service-'));
  await open.close();
  service = await startSignaling({ dataDir });
  const { opened } = await openRoom(service.url);
  await service.close();
  service = await startSignaling({ dataDir, presenting: listOf(KEY) });
  expect(await codeFor(service.url, { ...presenter, token: opened.token })).toBe('key-required');
  await expectAdmitted(service.url, { ...presenter, token: opened.token, key: KEY });
});

test('watchers need no key', async () => {
  const url = await requiring(KEY);
  const client = connect(url, { ...presenter, key: KEY });
  await client.next('presenter:challenged');
  expect(await codeFor(url, { role: 'watcher', protocol: spoken, roomId: 'abcdefghijkmnpqrstuv' })).toBe(
    'room-unknown',
  );
});

test('a service without keys admits presenters with and without a key, and those of version 1', async () => {
  const url = await startWith({});
  await expectAdmitted(url, { ...presenter, key: KEY });
  const { roomId } = await openRoom(url);
  expect((await joinRoom(url, roomId)).joined.phase).toBe('live');
  const old = connectV1(url, { role: 'presenter', protocol: { newest: 1, oldest: 1 } });
  expect(await old.receive('presenter:challenged')).toMatchObject({ protocol: 1 });
  old.socket.disconnect();
});

test('an address that guesses keys soon gets no reason, and late; the right key is admitted as late', async () => {
  const door = { wrongKeysPerMinute: 3, lateAnswerMs: 300 };
  const url = await startWith({ presenting: listOf(KEY), door });
  const codes: string[] = [];
  for (let tried = 0; tried < 5; tried += 1) codes.push(await codeFor(url, { ...presenter, key: OTHER }));
  expect(codes).toEqual(['key-refused', 'key-refused', 'key-refused', 'too-many', 'too-many']);
  await expectAdmitted(url, { ...presenter, key: KEY });
});

test('guesses over HTTP and at the handshake go nowhere: most are refused, and their key is not checked', async () => {
  const door = { wrongKeysPerMinute: 3, lateAnswersPerAddress: 2, lateAnswerMs: 60_000 };
  const url = await startWith({ presenting: listOf(KEY), door });
  for (let tried = 0; tried < 3; tried += 1) await ask(url, OTHER);
  // Two answers are held back; the service does not even check the right key then.
  const aborted = new AbortController();
  const held = [1, 2].map(() =>
    fetch(`${url}/version`, { headers: { [PRESENTER_KEY_HEADER]: OTHER }, signal: aborted.signal }).catch(() => null),
  );
  await expect.poll(async () => (await ask(url, KEY)) as object).toMatchObject({ presenting: 'key-required' });
  expect(await codeFor(url, { ...presenter, key: KEY })).toBe('too-many');
  aborted.abort();
  await Promise.all(held);
});

test('keys in a file are issued and revoked while the service runs', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'lectern-keys-')), 'presenter-keys');
  writeFileSync(path, '# none yet\n');
  const url = await startWith({ presenting: { kind: 'keys', source: { kind: 'file', path, isOwn: false } } });
  expect(await codeFor(url, { ...presenter, key: KEY })).toBe('key-refused');
  const env = { LECTERN_PRESENTER_KEYS: path };
  const [link = ''] = enrol(['--service', url, '--name', 'Physics & co', '--for', 'Ada'], env);
  const enrolment = readEnrolmentLink(link);
  expect(enrolment).toMatchObject({ origin: url, name: 'Physics & co', key: expect.stringMatching(/^[\w-]{32}$/) });
  expect(readFileSync(path, 'utf8')).toMatch(/^sha256:[\w-]{43} Ada \d{4}-\d{2}-\d{2}$/m);
  await expectAdmitted(url, { ...presenter, key: enrolment?.key });
  const before = statSync(path).mtimeMs;
  // The file system's clock may be coarse: written until its time has changed.
  await expect.poll(() => (writeFileSync(path, `${KEY}\n`), statSync(path).mtimeMs)).toBeGreaterThan(before);
  // A key that is gone is looked for twice: an editor may be writing the file.
  await vi.waitFor(async () => expect(await codeFor(url, { ...presenter, key: enrolment?.key })).toBe('key-refused'), {
    timeout: 20_000,
    interval: 300,
  });
  await expectAdmitted(url, { ...presenter, key: KEY });
});

const ask = async (url: string, key?: string) => {
  const response = await fetch(`${url}/version`, key === undefined ? {} : { headers: { [PRESENTER_KEY_HEADER]: key } });
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return (await response.json()) as unknown;
};

test('/version describes the service, says whether the caller may present, and has no secret', async () => {
  const url = await startWith({
    presenting: listOf(KEY),
    protocol: { newest: 4, oldest: 3 },
    door: { wrongKeysPerMinute: 2, lateAnswerMs: 10 },
  });
  const about = {
    service: 'lectern',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    protocol: { newest: 4, oldest: 3 },
  };
  expect(await ask(url)).toEqual({ ...about, presenting: 'key-required' });
  expect(await ask(url, KEY)).toEqual({ ...about, presenting: 'admitted' });
  expect(await ask(url, OTHER)).toEqual({ ...about, presenting: 'key-refused' });
  expect(JSON.stringify(await ask(url, OTHER))).not.toContain(KEY);
  expect(await ask(url, OTHER)).toEqual({ ...about, presenting: 'key-required' });
  const page = await fetch(`${url}/version`, { method: 'OPTIONS' });
  expect(page.headers.get('access-control-allow-headers')).toBe(PRESENTER_KEY_HEADER);
});

test('/version of a service without keys', async () => {
  expect(ServiceVersion.parse(await ask(await startWith({})))).toMatchObject({ protocol: spoken, presenting: 'open' });
});
