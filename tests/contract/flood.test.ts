/**
 * Ten thousand made-up rooms cost the service nothing: none is created, and a real watcher at the
 * same address is admitted.
 */
import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { RoomId, SOCKET_PATH } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const JOINS = 10_000;
const AT_A_TIME = 4;
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';
const madeUpRoom = (): RoomId => RoomId.parse(Array.from({ length: 20 }, () => ALPHABET[randomInt(32)]).join(''));

let service: TestService;
beforeAll(async () => {
  service = await startSignaling({ maxRooms: 20, door: { newRoomsPerMinute: 3 } });
});
afterAll(() => service.close());
afterEach(closeClients);

const health = async (): Promise<{ rooms: number; watchers: number }> =>
  (await fetch(`${service.url}/healthz`)).json() as Promise<{ rooms: number; watchers: number }>;

interface Flood {
  left: number;
  readonly codes: Set<string>;
}

/**
 * Tries rooms one after another over one connection, as cheaply as an attacker would, until the
 * service closes it.
 */
function floodOnce(state: Flood): Promise<void> {
  const socket = new WebSocket(`${service.url.replace('http', 'ws')}${SOCKET_PATH}/?EIO=4&transport=websocket`);
  const tryOne = (): void =>
    socket.send(`40${JSON.stringify({ role: 'watcher', protocol: { newest: 1, oldest: 1 }, roomId: madeUpRoom() })}`);
  socket.addEventListener('message', ({ data }) => {
    const text = String(data);
    if (text.startsWith('44')) {
      state.codes.add((JSON.parse(text.slice(2)) as { data: { code: string } }).data.code);
      state.left -= 1;
    }
    if (state.left <= 0) socket.close();
    else if (text.startsWith('44') || text.startsWith('0')) tryOne();
  });
  return new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
}

async function flood(joins: number): Promise<Set<string>> {
  const state: Flood = { left: joins, codes: new Set() };
  for (let connections = 0; state.left > 0; connections += 1) {
    expect(connections).toBeLessThan(joins);
    await floodOnce(state);
  }
  return state.codes;
}

test('made-up rooms leave nothing behind', { timeout: 60_000 }, async () => {
  const room = await openRoom(service.url);
  await flood(JOINS / 10);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const codes = await Promise.all(Array.from({ length: AT_A_TIME }, () => flood((JOINS * 0.9) / AT_A_TIME)));
  for (const heard of codes) expect([...heard]).toEqual(['too-many']);
  globalThis.gc?.();
  expect(await health()).toMatchObject({ status: 'ok', rooms: 1, watchers: 0 });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64_000_000);
  const { joined } = await joinRoom(service.url, room.roomId);
  expect(joined).toMatchObject({ phase: 'live' });
  expect(joined.link).toBeDefined();
});

test('one address may open only so many new rooms', async () => {
  await openRoom(service.url);
  await openRoom(service.url); // The third: one was opened above.
  await expect(openRoom(service.url)).rejects.toThrow('too-many');
  expect((await health()).rooms).toBe(3);
});

test('an address that has failed too often gets no reason, and its tokens are still read', async () => {
  const protocol = { newest: 1, oldest: 1 };
  const { roomId } = await makeRoomKey();
  expect((await refusalOf(service.url, { role: 'watcher', protocol, roomId })).code).toBe('too-many');
  const forged = { role: 'watcher', protocol, roomId, token: 'x'.repeat(40) };
  expect((await refusalOf(service.url, forged)).code).toBe('unauthorized');
});
