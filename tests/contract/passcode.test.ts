/**
 * A room with a passcode, over real sockets: who comes in, what a wrong one costs, what ends when
 * it changes, and what a restarted service does.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spoken, type RoomId } from '@lectern/protocol';
import { asking, newProof } from '../../signaling-server/src/room/passcode.fixture.ts';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const right = newProof();

let service: TestService;
let dataDir: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
  service = await startSignaling({ dataDir, trustedProxies: 1 });
});
afterEach(async () => {
  closeClients();
  await service.close();
});

const from = (address: string) => ({ 'x-forwarded-for': address });
const handshake = (roomId: RoomId, says: object = {}) => ({ role: 'watcher', protocol: spoken, roomId, ...says });
const refusal = (roomId: RoomId, says: object = {}, headers = {}) =>
  refusalOf(service.url, handshake(roomId, says), headers);

test('without it a watcher is refused, with it the watcher joins, and later the token is enough', async () => {
  const { roomId } = await openRoom(service.url, { entry: asking(right) });
  expect((await refusal(roomId)).code).toBe('passcode-required');
  expect((await refusal(roomId, { passcode: newProof() })).code).toBe('passcode-wrong');
  expect((await refusal(roomId, { passcode: 'too short' })).code).toBe('bad-request');
  const { joined } = await joinRoom(service.url, roomId, { passcode: right });
  expect(joined.link).toBeDefined();
  const again = await joinRoom(service.url, roomId, { token: joined.token });
  expect(again.joined.watcherId).toBe(joined.watcherId);
});

test('a page from before passcodes has to reload, and is not left waiting', async () => {
  const { roomId } = await openRoom(service.url, { entry: asking(right) });
  const protocol = { newest: 2, oldest: 1 };
  expect((await refusal(roomId, { protocol, waits: true })).code).toBe('client-too-old');
});

describe('wrong tries', () => {
  test('are counted for each address and room: the sixth in a minute is not checked, right ones cost nothing', async () => {
    const [here, there] = [
      await openRoom(service.url, { entry: asking(right) }),
      await openRoom(service.url, { entry: asking(right) }),
    ];
    const [guesser, school] = [from('203.0.113.7'), from('192.0.2.44')];
    for (let count = 0; count < 5; count += 1) {
      expect((await refusal(here.roomId, { passcode: newProof() }, guesser)).code).toBe('passcode-wrong');
    }
    const paused = await refusal(here.roomId, { passcode: right }, guesser);
    expect(paused).toMatchObject({ code: 'passcode-paused', waitMs: expect.any(Number) });
    expect(paused.waitMs).toBeLessThanOrEqual(60_000);
    // Another room, another address, and an ordinary class behind one address.
    await joinRoom(service.url, there.roomId, { passcode: right }, guesser);
    for (let count = 0; count < 20; count += 1) {
      await joinRoom(service.url, here.roomId, { passcode: right }, school);
    }
  });

  test('of a whole network of IPv6 addresses are counted together', async () => {
    const { roomId } = await openRoom(service.url, { entry: asking(right) });
    const codes = new Map<string, number>();
    for (let index = 0; index < 50; index += 1) {
      const { code } = await refusal(roomId, { passcode: newProof() }, from(`2001:db8:5:${index.toString(16)}::1`));
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect(Object.fromEntries(codes)).toEqual({ 'passcode-wrong': 40, 'passcode-paused': 10 });
  });

  test('from everywhere are reported to the presenter, and a newcomer with the right one still comes in', async () => {
    const { client, roomId } = await openRoom(service.url, { entry: asking(right) });
    for (let index = 0; index < 60; index += 1) {
      await refusal(roomId, { passcode: newProof() }, from(`198.51.100.${String(index)}`));
    }
    expect(await client.next('passcode:guessed')).toEqual({ wrong: 60, slowedForMs: 600_000 });
    const late = from('203.0.113.1');
    expect((await refusal(roomId, { passcode: newProof() }, late)).code).toBe('passcode-wrong');
    expect((await refusal(roomId, { passcode: newProof() }, late)).code).toBe('passcode-paused');
    await joinRoom(service.url, roomId, { passcode: right }, from('203.0.113.2'));
  });
});

describe('a changed passcode', () => {
  test('ends tokens; those who watch stay and get another token, which is good after a restart', async () => {
    const opened = await openRoom(service.url);
    const stays = await joinRoom(service.url, opened.roomId);
    const left = await joinRoom(service.url, opened.roomId);
    await left.client.request('room:leave', {});
    const entry = asking(right);
    await opened.client.request('entry:change', { entry });
    const { token } = await stays.client.next('token:renewed');
    expect((await refusal(opened.roomId, { token: left.joined.token })).code).toBe('passcode-required');
    await stays.client.settle();
    expect(stays.client.socket.connected).toBe(true);

    closeClients();
    await service.close();
    service = await startSignaling({ dataDir });
    const { roomId, key, epoch } = opened;
    await joinRoom(service.url, roomId, { token });
    // The service does not know the rules yet, and lets an ended token in until the presenter is
    // back.
    const ended = await joinRoom(service.url, roomId, { token: left.joined.token });
    expect((await refusal(roomId, { passcode: right })).code).toBe('room-unknown');
    const { opened: reply } = await openRoom(service.url, { key, epoch, entry });
    expect(reply.watchers).toBe(1);
    expect(await ended.client.disconnected()).toMatch(/io server disconnect|already/);
    expect((await refusal(roomId, { token: left.joined.token })).code).toBe('passcode-required');
    await joinRoom(service.url, roomId, { token });
    await joinRoom(service.url, roomId, { passcode: right });
  });

  test('puts those who watch out where the presenter says so', async () => {
    const { client, roomId } = await openRoom(service.url);
    const { client: watcher, joined } = await joinRoom(service.url, roomId);
    await client.request('entry:change', { entry: asking(right, { watchers: 'leave' }) });
    expect(await watcher.disconnected()).toMatch(/io server disconnect|already/);
    expect((await client.next('link:closed')).linkId).toBe(joined.link?.linkId);
    expect((await refusal(roomId, { token: joined.token })).code).toBe('passcode-required');
    await joinRoom(service.url, roomId, { passcode: right });
  });
});

test('watchers that waited for the room are asked for the passcode once it is open', async () => {
  const key = await makeRoomKey();
  const { roomId } = key;
  const early = connect(service.url, handshake(roomId, { waits: true }));
  await early.next('room:awaited');
  const knows = connect(service.url, handshake(roomId, { waits: true, passcode: right }));
  await knows.next('room:awaited');
  await openRoom(service.url, { key, entry: asking(right) });
  await early.disconnected();
  expect((await refusal(roomId, { waits: true })).code).toBe('passcode-required');
  await knows.next('room:joined');
});
