/** Which handshakes are accepted, and the reason of a refusal. */
import { io } from 'socket.io-client';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MAX_MESSAGE_BYTES, RoomId, SOCKET_PATH, spoken } from '@lectern/protocol';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const noRoom = RoomId.parse('abcdefghijkmnpqrstuv');
const watcher = { role: 'watcher', protocol: spoken, roomId: noRoom };

let service: TestService;
beforeAll(async () => {
  service = await startSignaling({ maxWatchersPerRoom: 2, door: { failuresPerMinute: 100 } });
});
afterAll(() => service.close());
afterEach(closeClients);

const codeFor = async (auth: object): Promise<string> => (await refusalOf(service.url, auth)).code;

describe('a refused handshake gets a reason', () => {
  test.each([
    ['nothing at all', {}, 'bad-request'],
    ['no room', { role: 'watcher', protocol: spoken }, 'bad-request'],
    ['an invalid room id', { ...watcher, roomId: '../etc' }, 'bad-request'],
    ['another role', { ...watcher, role: 'admin' }, 'bad-request'],
    ['an unknown room', watcher, 'room-unknown'],
    ['invalid versions', { ...watcher, protocol: { newest: 0.5, oldest: 0 } }, 'bad-request'],
    ['a client too new', { ...watcher, protocol: { newest: 9, oldest: 8 } }, 'service-too-old'],
    ['a forged watcher token', { ...watcher, token: 'x'.repeat(40) }, 'unauthorized'],
    ['a forged presenter token', { role: 'presenter', protocol: spoken, token: 'x'.repeat(40) }, 'unauthorized'],
  ])('%s', async (_what, auth, code) => {
    expect(await codeFor(auth)).toBe(code);
  });
});

test('a token is valid for its own room and role only', async () => {
  const [one, two] = [await openRoom(service.url), await openRoom(service.url)];
  const { joined } = await joinRoom(service.url, one.roomId);
  expect(await codeFor({ ...watcher, roomId: two.roomId, token: joined.token })).toBe('unauthorized');
  expect(await codeFor({ role: 'presenter', protocol: spoken, token: joined.token })).toBe('unauthorized');
  expect(await codeFor({ ...watcher, roomId: one.roomId, token: one.opened.token })).toBe('unauthorized');
});

test('a token signed with another key, or not signed, is refused', async () => {
  const { roomId } = await openRoom(service.url);
  const { joined } = await joinRoom(service.url, roomId);
  const [header = '', claims = ''] = joined.token.split('.');
  const none = Buffer.from('{"alg":"none","typ":"lectern-watcher+jwt"}').toString('base64url');
  const forged = await new SignJWT(JSON.parse(Buffer.from(claims, 'base64url').toString()))
    .setProtectedHeader(JSON.parse(Buffer.from(header, 'base64url').toString()))
    .sign(new Uint8Array(32));
  for (const token of [forged, `${none}.${claims}.`, `${header}.${claims}.AAAA`]) {
    expect(await codeFor({ ...watcher, roomId, token })).toBe('unauthorized');
  }
});

test('a full room admits only watchers that have a seat in it', async () => {
  const { roomId } = await openRoom(service.url);
  await joinRoom(service.url, roomId);
  const { client, joined } = await joinRoom(service.url, roomId);
  expect(await codeFor({ ...watcher, roomId })).toBe('room-full');
  client.close();
  const back = await joinRoom(service.url, roomId, { token: joined.token });
  expect(back.joined.watcherId).toBe(joined.watcherId);
});

test('the same watcher twice: the newer connection takes over', async () => {
  const { roomId } = await openRoom(service.url);
  const first = await joinRoom(service.url, roomId);
  const gone = first.client.disconnected();
  const second = await joinRoom(service.url, roomId, {
    token: first.joined.token,
    holds: first.joined.link?.linkId ?? '',
  });
  expect(await gone).toBe('io server disconnect');
  expect(second.joined).toMatchObject({ restored: first.joined.link?.linkId, watcherId: first.joined.watcherId });
  expect(second.joined.link).toBeUndefined();
});

test('an oversized message ends only the connection that sent it', async () => {
  const { client, roomId } = await openRoom(service.url);
  const { client: other } = await joinRoom(service.url, roomId);
  const gone = other.disconnected();
  other.socket.emit('link:answer', { sdp: 'x'.repeat(MAX_MESSAGE_BYTES + 1) }, () => {});
  await gone;
  expect(await client.codeOf('room:describe', { about: { title: 'still here', presenter: '' } })).toBe('ok');
});

test('a client that sends unknown events is disconnected after a few', async () => {
  const { client, roomId } = await openRoom(service.url);
  const { client: other } = await joinRoom(service.url, roomId);
  const gone = other.disconnected();
  for (let count = 0; count < 12; count += 1) other.socket.emit('__proto__', count);
  expect(await gone).toBe('io server disconnect');
  expect(await client.codeOf('room:stop', {})).toBe('ok');
});

test('bytes that are not a Socket.IO message harm no other client', async () => {
  const { client } = await openRoom(service.url);
  for (const garbage of [
    '',
    '4',
    '42',
    '42{',
    '42["link:offer"',
    '451-["x",{"_placeholder":true,"num":0}]',
    '\u0000',
    '9'.repeat(99),
  ]) {
    const socket = new WebSocket(`${service.url.replace('http', 'ws')}${SOCKET_PATH}/?EIO=4&transport=websocket`);
    await new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    socket.send(garbage);
    socket.send('40{"role":"watcher"}');
    socket.send('!');
    socket.close();
    await closed;
  }
  expect(await client.codeOf('room:stop', {})).toBe('ok');
});

const tryFrom = (origin: string): Promise<boolean> =>
  new Promise((resolve) => {
    const auth = { role: 'presenter', protocol: spoken };
    const options = { path: SOCKET_PATH, transports: ['websocket'], forceNew: true, reconnection: false, auth };
    const socket = io(service.url, { ...options, extraHeaders: { origin } });
    const end = (admitted: boolean) => resolve((socket.disconnect(), admitted));
    socket.once('connect', () => end(true));
    socket.once('connect_error', () => end(false));
  });

describe('pages of other origins', () => {
  test.each([
    ['https://evil.example', false],
    ['null', false],
    ['http://127.0.0.1:1', false],
    ['app://lectern', true],
  ])('%s: %s', async (origin, admitted) => {
    expect(await tryFrom(origin)).toBe(admitted);
  });

  test('the service’s own page may connect', async () => {
    expect(await tryFrom(service.url)).toBe(true);
  });
});

test('a watcher’s first notice has its version, its seat and its link', async () => {
  const room = await openRoom(service.url);
  const client = connect(service.url, { ...watcher, roomId: room.roomId });
  const joined = await client.next('room:joined');
  expect(joined).toMatchObject({
    protocol: spoken.newest,
    phase: 'live',
    link: { watcherId: joined.watcherId, epoch: room.epoch },
  });
  const opened = await room.client.next('link:opened');
  expect(opened.linkId).toBe(joined.link?.linkId);
  expect((await room.client.next('watchers:changed')).count).toBe(1);
});
