/**
 * The admin's commands, each a process of its own, against the running service: keys, rooms, and
 * what the presenter and the watchers notice.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect as connectTo } from 'node:net';
import { join } from 'node:path';
import { readEnrolmentLink } from '@lectern/bridge';
import { PRESENTER_KEY_HEADER, spoken } from '@lectern/protocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { about, closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { runServiceCommand, type CommandOutcome } from '../support/service/run-command.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { makeDataDir } from '../support/service/start-service.ts';

let service: ServiceProcess;
let dataDir: string;
beforeAll(async () => {
  dataDir = await makeDataDir();
  const settings = { LECTERN_DATA_DIR: dataDir, LECTERN_PRESENTING: 'keys', LECTERN_LOG_LEVEL: 'info' };
  service = await startServiceProcess(settings, 'source', 'kept');
});
afterEach(() => closeClients());
afterAll(() => service.stop());

const command = (...args: string[]): Promise<CommandOutcome> =>
  runServiceCommand(args, { LECTERN_DATA_DIR: dataDir, LECTERN_PUBLIC_URL: 'https://lectern.example' });

async function addKeyByCommand(...args: string[]): Promise<string> {
  const { out } = await command('keys', 'add', ...args);
  const key = readEnrolmentLink(out)?.key;
  if (typeof key !== 'string') throw new Error('no key in the link');
  return key;
}

/** Over the same socket as the commands, without a process for each. */
const ask: typeof askService = (_env, request) => askService({ LECTERN_DATA_DIR: dataDir }, request);
const addKey = async (name: string, quota = {}): Promise<string> =>
  (await ask({}, { command: 'add-key', name, quota })).key;
const end = (room: string) => ask({}, { command: 'end-room', room });
const withKey = (key: string) => ({ headers: { [PRESENTER_KEY_HEADER]: key } });
const logged = (message: string): Record<string, unknown>[] =>
  service
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === message);

test('a key is added, used and taken back: its rooms end for presenter and watchers, and the log names its owner', async () => {
  const key = await addKeyByCommand('Ada', 'Lovelace', '--rooms', '2');
  const other = await addKey('Grace');
  const [ada, grace] = [await openRoom(service.url, withKey(key)), await openRoom(service.url, withKey(other))];
  const [watcher, elsewhere] = [await joinRoom(service.url, ada.roomId), await joinRoom(service.url, grace.roomId)];
  const [keys, rooms] = await Promise.all([command('keys', 'list'), command('rooms')]);
  expect(keys.out).toMatch(/^Ada Lovelace +\S{16} +\d{4}-\d\d-\d\d +rooms=2 +1 +1$/m);
  expect(rooms.out).toMatch(new RegExp(`^${ada.roomId.slice(0, 5)}… +live +1 +Ada Lovelace +Optics$`, 'm'));

  expect(await command('keys', 'revoke', 'Ada', 'Lovelace')).toMatchObject({ code: 0, errors: '' });
  expect(await ada.client.next('run:ended')).toEqual({ reason: 'revoked' });
  await expect.poll(() => ada.client.socket.connected).toBe(false);
  expect(await watcher.client.next('link:closed')).toMatchObject({ reason: 'ended' });
  expect(await watcher.client.next('room:changed')).toEqual({ phase: 'ended', about, endedByService: true });
  const again = { role: 'presenter', protocol: spoken, token: ada.opened.token };
  expect((await refusalOf(service.url, again, withKey(key).headers)).code).toBe('key-refused');
  // A watcher who comes to the room now reads the same.
  expect((await joinRoom(service.url, ada.roomId)).joined).toMatchObject({ phase: 'ended', endedByService: true });

  // The other presenter has noticed nothing.
  await elsewhere.client.settle();
  expect([grace.client.socket.connected, elsewhere.client.heard]).toEqual([true, []]);
  expect(JSON.stringify(await ask({}, { command: 'list-keys' }))).not.toContain('Ada');

  expect(logged('presenter key added').map(({ presenter }) => presenter)).toEqual(['Ada Lovelace', 'Grace']);
  expect(logged('presenter revoked')).toMatchObject([{ presenter: 'Ada Lovelace', rooms: 1 }]);
  for (const secret of [key, other]) {
    expect(service.output()).not.toContain(secret);
    expect(readFileSync(join(dataDir, 'presenter-keys'), 'utf8')).not.toContain(secret);
  }
});

test('a room is ended: the same run cannot go on, by its token or its key, and a later one can', async () => {
  const key = await addKey('Hedy');
  const says = withKey(key);
  const ada = await openRoom(service.url, says);
  const watcher = await joinRoom(service.url, ada.roomId);
  const { out } = await command('end', ada.roomId.slice(0, 8));
  expect(out).toContain('has ended. Watchers: 1.');
  expect(await ada.client.next('run:ended')).toEqual({ reason: 'admin' });
  expect(await watcher.client.next('room:changed')).toMatchObject({ phase: 'ended', endedByService: true });
  expect(logged('room ended by the admin')).toMatchObject([{ presenter: 'Hedy', watchers: 1 }]);

  const same = { ...says, key: ada.key, epoch: ada.epoch };
  await expect(openRoom(service.url, same)).rejects.toThrow('run-ended');
  await expect(openRoom(service.url, { ...same, token: ada.opened.token })).rejects.toThrow('run-ended');
  await expect(end(`https://lectern.example/r/${ada.roomId}`)).rejects.toThrow('no presenter whose run');
  await openRoom(service.url, { ...same, epoch: ada.epoch + 1 });
  expect(await watcher.client.next('room:changed')).toEqual({ phase: 'live', about });
  await watcher.client.next('link:opened');
});

test('an app of version 2 whose room was ended stays off air, as after another run has taken it', async () => {
  const key = await addKey('Mary');
  const ada = await openRoom(service.url, withKey(key));
  await end(ada.roomId);
  const old = { role: 'presenter', protocol: { newest: 2, oldest: 1 }, token: ada.opened.token };
  const client = connect(service.url, old, withKey(key).headers);
  await client.next('presenter:challenged');
  const { roomId, epoch } = ada;
  expect(await client.ask('room:open', { roomId, epoch, live: true, about, links: [] })).toMatchObject({
    ok: false,
    error: { code: 'replaced', epoch },
  });
});

test('a room that its presenter has left is ended as well, and does not come back with the same run', async () => {
  const key = await addKey('Rosa');
  const ada = await openRoom(service.url, withKey(key));
  const watcher = await joinRoom(service.url, ada.roomId);
  ada.client.close();
  expect(await watcher.client.next('room:changed')).toMatchObject({ phase: 'away' });
  await end(ada.roomId);
  expect(await watcher.client.next('room:changed')).toMatchObject({ phase: 'ended', endedByService: true });
  await expect(openRoom(service.url, { ...withKey(key), key: ada.key, epoch: ada.epoch })).rejects.toThrow('run-ended');
});

test('quotas of one key: rooms, and watchers in all of its rooms; another key has its own', async () => {
  const key = await addKey('Emmy', { rooms: 2, watchers: 2 });
  const rooms = [await openRoom(service.url, withKey(key)), await openRoom(service.url, withKey(key))];
  await expect(openRoom(service.url, withKey(key))).rejects.toThrow('too-many');
  const seated = await Promise.all(rooms.map(({ roomId }) => joinRoom(service.url, roomId)));
  const [{ roomId } = failed()] = rooms;
  expect((await refusalOf(service.url, { role: 'watcher', protocol: spoken, roomId })).code).toBe('room-full');
  // One that has a seat keeps it.
  const [first = failed()] = seated;
  await joinRoom(service.url, roomId, { token: first.joined.token });
  const grace = await openRoom(service.url, withKey(await addKey('Lise')));
  await joinRoom(service.url, grace.roomId);
});

test('what is no command is refused, and a long one is not read to its end', async () => {
  const path = join(dataDir, 'admin.sock');
  const say = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connectTo(path, () => socket.write(text));
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      socket.on('error', reject);
      socket.on('close', () => resolve(answer));
    });
  for (const text of ['{}', '[]', 'x', '{"command":"stop"}', '{"command":"list-rooms","also":1}']) {
    expect(JSON.parse(await say(`${text}\n`))).toMatchObject({ ok: false });
  }
  expect(await say(' '.repeat(5_000)).catch(() => '')).toBe('');
  await expect(ask({}, { command: 'revoke-key', key: 'Nobody' })).rejects.toThrow('There is no key “Nobody”');
  await expect(end('zzzzz')).rejects.toThrow('There is no room “zzzzz”');
  expect((await command('keys')).code).toBe(1);
});

test('the socket is for the service’s own user, takes the place of one left behind, and goes with the service', async () => {
  const path = join(dataDir, 'admin.sock');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await service.kill();
  expect(existsSync(path)).toBe(true);
  const unreachable = await command('rooms');
  expect(unreachable).toMatchObject({ code: 1, out: '' });
  expect(unreachable.errors).toContain('cannot be reached');
  await service.restart();
  expect(await command('rooms')).toMatchObject({ code: 0, out: 'There are no rooms now.\n' });
  await service.stop();
  expect(existsSync(path)).toBe(false);
});

function failed(): never {
  throw new Error('missing');
}
