/** Connections and messages that cost the service more than those of any client of ours. */
import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { SOCKET_PATH, spoken, type RoomId } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { RawWebSocket } from '../support/hostile/raw-websocket.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
afterEach(async () => {
  closeClients();
  await service.close();
});

async function joinRaw(roomId: RoomId): Promise<RawWebSocket> {
  const socket = await RawWebSocket.open(service.url);
  socket.send(`40${JSON.stringify({ role: 'watcher', protocol: spoken, roomId })}`);
  await socket.next('42["room:joined"');
  return socket;
}

describe('messages', () => {
  test('of a watcher beyond 48 KiB end its connection; as long an answer as there can be does not', async () => {
    service = await startSignaling();
    const { client: presenter, roomId } = await openRoom(service.url);
    const { client, joined } = await joinRoom(service.url, roomId);
    const linkId = joined.link?.linkId;
    await presenter.request('link:offer', { linkId: linkId ?? ('' as never), round: 1, sdp: 'offer' });
    expect(await client.codeOf('link:answer', { linkId, round: 1, sdp: '\r\n'.repeat(8_000) })).toBe('ok');
    const socket = await joinRaw(roomId);
    socket.send(`420["link:answer",{"sdp":"${'x'.repeat(60_000)}"}]`);
    await socket.closed();
  });

  test('that are refused without end get a hundred replies, and then the connection closes', async () => {
    service = await startSignaling();
    const { roomId } = await openRoom(service.url);
    const socket = await joinRaw(roomId);
    const message = `421["link:candidate",${JSON.stringify('x'.repeat(40_000))}]`;
    for (let count = 0; count < 1_000; count += 1) socket.send(message);
    expect(await socket.next('431')).toContain('bad-request');
    await socket.closed();
  });

  test('that are too long for what is left are refused before they are parsed', async () => {
    service = await startSignaling({ door: { watcherWork: { burst: 10, perSecond: 0.001 } } });
    const { roomId } = await openRoom(service.url);
    const socket = await joinRaw(roomId);
    // Not even JSON: parsing it would close the connection.
    const broken = `421["link:candidate",${'['.repeat(45_000)}`;
    socket.send(broken);
    expect(await socket.next('431')).toContain('too-many');
    expect(socket.isClosed).toBe(false);
    socket.close();
  });
});

test('handshakes to namespaces that do not exist count as all others', async () => {
  service = await startSignaling();
  const socket = await RawWebSocket.open(service.url);
  for (let count = 0; count < 10; count += 1) {
    socket.send('40/nowhere,');
    expect(await socket.next('44/nowhere')).toContain('Invalid namespace');
  }
  socket.send('40/nowhere,');
  await expect(socket.next('44/nowhere')).rejects.toThrow('closed');
});

test('a room is opened ten times a minute, and no more, also over many connections', async () => {
  service = await startSignaling();
  const { key, epoch } = await openRoom(service.url);
  for (let count = 1; count < 10; count += 1) await openRoom(service.url, { key, epoch });
  await expect(openRoom(service.url, { key, epoch })).rejects.toThrow('too-many');
  expect((await openRoom(service.url)).opened.watchers).toBe(0);
});

describe('TCP connections', () => {
  const silent = () => {
    const socket = connect(service.port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.on('error', () => undefined).once('close', () => resolve()));
    socket.resume();
    return { socket, closed };
  };

  test('that say nothing are closed', async () => {
    service = await startSignaling({
      door: { headersWithinMs: 100, requestWithinMs: 200, requestsCheckedEveryMs: 50 },
    });
    const { client } = await openRoom(service.url);
    await silent().closed;
    expect(client.socket.connected).toBe(true);
  });

  test('of one address beyond its limit are closed at once, and those before stay', async () => {
    service = await startSignaling({ door: { socketsPerAddress: 3 } });
    const open = Array.from({ length: 6 }, silent);
    await silent().closed;
    expect(open.map(({ socket }) => socket.destroyed)).toEqual(open.map(() => false));
    for (const { socket } of open) socket.destroy();
  });
});

test('while the event loop is behind, new WebSockets get 503 with Retry-After, and pages are served', async () => {
  service = await startSignaling({ door: { load: { 'new-watcher': { lagMs: -1, unreadLagMs: -1, heap: 1 } } } });
  await expect(RawWebSocket.open(service.url)).rejects.toThrow('503');
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(service.port, '127.0.0.1');
    socket.write(
      `GET ${SOCKET_PATH}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    socket.once('data', (data) => resolve(data.toString()));
  });
  expect(answer).toMatch(/^HTTP\/1.1 503 .*\r\nRetry-After: \d+\r\n/);
  expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
});
