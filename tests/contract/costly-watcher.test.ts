/**
 * A watcher that joins without end, or breaks each of its links, costs its presenter a limited
 * number of links.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SOCKET_PATH, spoken, type LinkId, type RoomId } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom, refusalOf, type TestClient } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const ALLOWED = 6;
const HANDSHAKES = 4;

let service: TestService;
beforeAll(async () => {
  service = await startSignaling({ room: { linksPerMinute: ALLOWED }, door: { handshakesPerConnection: HANDSHAKES } });
});
afterAll(() => service.close());
afterEach(closeClients);

const watcherIn = (roomId: RoomId, token?: string): object => ({
  role: 'watcher',
  protocol: spoken,
  roomId,
  ...(token === undefined ? {} : { token }),
});

const isOpening = ({ name }: { readonly name: string }): boolean => name === 'link:opened';
const openedTo = async (presenter: TestClient): Promise<number> => {
  await presenter.settle();
  return presenter.heard.filter(isOpening).length;
};

const DISCONNECT = '41';
const LEAVE = '420["room:leave",{}]';
const MANY = 3 * HANDSHAKES;

/**
 * Joins repeatedly over one WebSocket, which none of our clients does. Returns the number of joins
 * until it is closed.
 */
function countJoins(
  greet: (send: (text: string) => void) => void,
  joined: (send: (text: string) => void, token: string) => void,
) {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}${SOCKET_PATH}/?EIO=4&transport=websocket`);
  const send = (text: string): void => socket.send(text);
  let joins = 0;
  socket.addEventListener('message', ({ data }) => {
    const text = String(data);
    if (text.startsWith('0')) greet(send);
    if (!text.startsWith('42["room:joined"')) return;
    joins += 1;
    const [, { token }] = JSON.parse(text.slice(2)) as [string, { token: string }];
    if (joins < MANY) joined(send, token);
    else socket.close();
  });
  return new Promise<number>((resolve) => socket.addEventListener('close', () => resolve(joins), { once: true }));
}

describe('over one connection', () => {
  test.each([
    ['disconnecting and joining', [DISCONNECT]],
    ['leaving and joining', [LEAVE, DISCONNECT]],
  ])('%s repeatedly ends with the connection being closed', async (_how, between) => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const join = (token?: string) => `40${JSON.stringify(watcherIn(roomId, token))}`;
    const again = async (send: (text: string) => void, token: string): Promise<void> => {
      for (const message of between) send(message);
      // One round trip, by which the service has handled them.
      await fetch(`${service.url}/healthz`);
      send(join(token));
    };
    const joins = await countJoins(
      (send) => send(join()),
      (send, token) => void again(send, token),
    );
    expect(joins).toBe(HANDSHAKES);
    expect(await openedTo(presenter)).toBe(HANDSHAKES);
  });

  test('only one watcher joins: for another seat it takes another connection', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const join = `40${JSON.stringify(watcherIn(roomId))}`;
    const again = (send: (text: string) => void): void => {
      send(DISCONNECT);
      send(join);
      // Beyond its handshakes the connection closes.
      for (let count = 0; count < HANDSHAKES; count += 1) send(join);
    };
    expect(await countJoins((send) => send(join), again)).toBe(1);
    expect(await openedTo(presenter)).toBe(1);
  });

  test('many joins at once are limited, too', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const join = `40${JSON.stringify(watcherIn(roomId))}`;
    await countJoins(
      (send) => Array.from({ length: MANY }).forEach(() => send(join)),
      () => undefined,
    );
    expect(await openedTo(presenter)).toBeLessThanOrEqual(1);
  });
});

test('a page that is reloaded often, and a class behind one address, are admitted each time', async () => {
  const { roomId } = await openRoom(service.url);
  for (let count = 0; count < 3 * ALLOWED; count += 1) {
    const { client, joined } = await joinRoom(service.url, roomId);
    expect(joined.link).toBeDefined();
    if (count % 2 === 0) await client.request('room:leave', {});
  }
});

describe('as one watcher', () => {
  test('over many connections: its handshakes are refused for a while, those of others are not', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const { joined } = await joinRoom(service.url, roomId);
    for (let count = 1; count < ALLOWED; count += 1) await joinRoom(service.url, roomId, { token: joined.token });
    expect((await refusalOf(service.url, watcherIn(roomId, joined.token))).code).toBe('too-many');
    expect(await openedTo(presenter)).toBe(ALLOWED);
    expect((await joinRoom(service.url, roomId)).joined.link).toBeDefined();
  });

  test('returning to the link that it holds: admitted any number of times', async () => {
    const { roomId } = await openRoom(service.url);
    const { joined } = await joinRoom(service.url, roomId);
    const says = { token: joined.token, holds: joined.link?.linkId ?? '' };
    for (let count = 0; count < 2 * ALLOWED; count += 1) {
      expect((await joinRoom(service.url, roomId, says)).joined.restored).toBe(says.holds);
    }
  });

  test('asking for other links: refused beyond the limit, and its last link stays', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const { client: watcher, joined } = await joinRoom(service.url, roomId);
    let linkId = joined.link?.linkId;
    for (let count = 1; count < ALLOWED; count += 1) {
      await watcher.request('link:replace', { linkId: linkId as LinkId });
      ({ linkId } = await watcher.next('link:opened'));
    }
    expect(await watcher.codeOf('link:replace', { linkId })).toBe('too-many');
    expect(await openedTo(presenter)).toBe(ALLOWED);
    await presenter.request('link:offer', { linkId: linkId as LinkId, round: 1, sdp: 'offer' });
    expect(await watcher.next('link:offered')).toMatchObject({ linkId });
  });

  test('answering nonsense, so that the presenter gives each link up: disconnected beyond the limit', async () => {
    const { client: presenter, roomId } = await openRoom(service.url);
    const { client: watcher, joined } = await joinRoom(service.url, roomId);
    const gone = watcher.disconnected();
    for (let count = 0; count < ALLOWED; count += 1) {
      const { linkId } = await presenter.next('link:opened');
      await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
      await watcher.request('link:answer', { linkId, round: 1, sdp: 'nonsense' });
      await presenter.request('link:replace', { linkId });
    }
    expect(await gone).toBe('io server disconnect');
    expect(await openedTo(presenter)).toBe(0);
    expect((await refusalOf(service.url, watcherIn(roomId, joined.token))).code).toBe('too-many');
  });
});
