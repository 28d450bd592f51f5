/** The lobby, over real sockets: newcomers wait there, and the presenter lets them in. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { spoken, type RoomId } from '@lectern/protocol';
import { asking, lobbyOnly, newProof } from '../../signaling-server/src/room/passcode.fixture.ts';
import { closeClients, connect, joinRoom, openRoom, refusalOf, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
let dataDir: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
  service = await startSignaling({ dataDir, tokenTtlS: 600 });
});
afterEach(async () => {
  closeClients();
  await service.close();
});

const handshake = (roomId: RoomId, says: object = {}) => ({ role: 'watcher', protocol: spoken, roomId, ...says });

async function enterLobby(roomId: RoomId, says: object = {}) {
  const client = connect(service.url, handshake(roomId, says));
  return { client, ...(await client.next('lobby:entered')) };
}

/** The next report of the lobby with so many in it. */
async function reportOf(presenter: TestClient, count: number) {
  for (;;) {
    const report = await presenter.next('lobby:changed');
    if (report.count === count) return report;
  }
}

test('a newcomer waits without a seat, a link or an answer to requests, until it is let in on the same connection', async () => {
  const { client: presenter, roomId } = await openRoom(service.url, { entry: lobbyOnly });
  const [first, second] = [await enterLobby(roomId), await enterLobby(roomId)];
  expect(first).toMatchObject({ protocol: spoken.newest, about: { title: 'Optics' } });
  const { waiting } = await reportOf(presenter, 2);
  expect(await first.client.codeOf('room:leave', {})).toBe('link-unknown');
  await presenter.request('lobby:admit', { watcherIds: waiting.slice(0, 1) });
  const joined = await first.client.next('room:joined');
  expect([joined.watcherId, joined.link?.watcherId]).toEqual([waiting[0], waiting[0]]);
  expect((await reportOf(presenter, 1)).waiting).toEqual(waiting.slice(1));
  await second.client.settle();
  expect(second.client.heard).toEqual([]);
  await presenter.request('lobby:admit', {});
  await second.client.next('room:joined');
});

test('a holder of a token comes straight in, and the token of the lobby opens nothing', async () => {
  const { client: presenter, roomId } = await openRoom(service.url);
  const early = await joinRoom(service.url, roomId);
  await presenter.request('entry:change', { entry: lobbyOnly });
  expect((await joinRoom(service.url, roomId, { token: early.joined.token })).joined.watcherId).toBe(
    early.joined.watcherId,
  );
  const waits = await enterLobby(roomId);
  const { waiting } = await reportOf(presenter, 1);
  waits.client.close();
  await reportOf(presenter, 0);
  const again = await enterLobby(roomId, { token: waits.token });
  expect((await reportOf(presenter, 1)).waiting).toEqual(waiting);
  await presenter.request('lobby:admit', { watcherIds: waiting });
  expect((await again.client.next('room:joined')).watcherId).toBe(waiting[0]);
});

test('after a restart the lobby is as before: its token rebuilds no room, and waits until it is let in', async () => {
  const { key, roomId, epoch } = await openRoom(service.url, { entry: lobbyOnly });
  const { token } = await enterLobby(roomId);
  closeClients();
  await service.close();
  service = await startSignaling({ dataDir });
  expect((await refusalOf(service.url, handshake(roomId, { token }))).code).toBe('room-unknown');
  const waits = connect(service.url, handshake(roomId, { token, waits: true }));
  await waits.next('room:awaited');
  const { client: presenter } = await openRoom(service.url, { key, epoch, entry: lobbyOnly });
  await waits.next('lobby:entered');
  await reportOf(presenter, 1);
  await presenter.request('lobby:admit', {});
  await waits.next('room:joined');
});

test('one that is turned away gets a notice, and its token is refused', async () => {
  const { client: presenter, roomId } = await openRoom(service.url, { entry: lobbyOnly });
  const { client, token } = await enterLobby(roomId);
  const [watcherId] = (await reportOf(presenter, 1)).waiting;
  if (watcherId === undefined) throw new Error('the report names no one');
  await presenter.request('watcher:remove', { watcherId });
  await client.next('watcher:removed');
  expect((await refusalOf(service.url, handshake(roomId, { token }))).code).toBe('removed');
});

test('with a passcode it comes after the passcode, and a lost connection needs it no second time', async () => {
  const right = newProof();
  const { client: presenter, roomId } = await openRoom(service.url, { entry: asking(right, { lobby: true }) });
  expect((await refusalOf(service.url, handshake(roomId))).code).toBe('passcode-required');
  const first = await enterLobby(roomId, { passcode: right });
  first.client.close();
  const again = await enterLobby(roomId, { token: first.token });
  // Another passcode: who waits has to enter it.
  await presenter.request('entry:change', { entry: asking(newProof(), { lobby: true }) });
  await again.client.disconnected();
  expect((await refusalOf(service.url, handshake(roomId, { token: first.token }))).code).toBe('passcode-required');
});

test('a class that comes before its presenter goes into the lobby together, and comes in together', async () => {
  const key = await makeRoomKey();
  const early = Array.from({ length: 30 }, () => connect(service.url, handshake(key.roomId, { waits: true })));
  await Promise.all(early.map((client) => client.next('room:awaited')));
  const { client: presenter } = await openRoom(service.url, { key, entry: lobbyOnly });
  await Promise.all(early.map((client) => client.next('lobby:entered')));
  await reportOf(presenter, 30);
  await presenter.request('entry:change', { entry: { ...lobbyOnly, lobby: false } });
  const joined = await Promise.all(early.map((client) => client.next('room:joined')));
  expect(new Set(joined.map(({ watcherId }) => watcherId)).size).toBe(early.length);
});

test('a page from before lobbies has to reload', async () => {
  const { roomId } = await openRoom(service.url, { entry: lobbyOnly });
  const protocol = { newest: 2, oldest: 1 };
  expect((await refusalOf(service.url, handshake(roomId, { protocol }))).code).toBe('client-too-old');
});
