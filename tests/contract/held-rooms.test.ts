/** Rooms are held within limits for each address and presenter key, and none is held for ever. */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

test('one address may hold so many rooms, and its own ones it may open again', async () => {
  service = await startSignaling({ maxRoomsPerAddress: 2 });
  const { url } = service;
  const rooms = [await openRoom(url), await openRoom(url)];
  await expect(openRoom(url)).rejects.toThrow('too-many');
  for (const { key, epoch } of rooms) await openRoom(url, { key, epoch });
});

test('a watcher that stays does not hold a room without its presenter for ever, also not with its token', async () => {
  const room = { presenterGraceMs: 10, presenterGoneMs: 20, abandonedMs: 60 };
  service = await startSignaling({ room });
  const { url } = service;
  const { client, key, epoch, roomId } = await openRoom(url);
  const { client: watcher, joined } = await joinRoom(url, roomId);
  const gone = watcher.disconnected();
  client.close();
  await gone;
  const rooms = async () => ((await (await fetch(`${url}/healthz`)).json()) as { rooms: number }).rooms;
  expect(await rooms()).toBe(0);
  const again = { role: 'watcher', protocol: spoken, roomId, token: joined.token };
  expect((await refusalOf(url, again)).code).toBe('room-unknown');
  expect(await rooms()).toBe(0);
  await openRoom(url, { key, epoch });
  await joinRoom(url, roomId, { token: joined.token });
});
