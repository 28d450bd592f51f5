/**
 * The token secret is replaced while clients are connected, without a restart and by one: none is
 * dropped.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const [FIRST, SECOND] = ['kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u', 'q7Hs4VbN1mK9dX3zLw8tPy5RcF2gJ6aE'];

const NOW = Date.now();

let service: TestService | undefined;
let process: ServiceProcess | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
  await process?.stop();
  service = undefined;
  process = undefined;
});

/** The id of the key that has signed it. */
function kidOf(token: string): string {
  const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
  return header.kid;
}
const tokensOf = (room: Awaited<ReturnType<typeof openRoom>>, watcher: Awaited<ReturnType<typeof joinRoom>>) =>
  [room.opened.token, watcher.joined.token] as const;

test('without a restart: connected clients stay and get tokens of the new key, and the old ones are read', async () => {
  const dataDir = await makeDataDir();
  // Renewed every two seconds, while no token expires, however slow the machine is.
  const frozen = { dataDir, tokenTtlS: 4, now: () => NOW };
  service = await startSignaling(frozen);
  const { url } = service;
  const room = await openRoom(url);
  const watcher = await joinRoom(url, room.roomId);
  const [presenterToken, watcherToken] = tokensOf(room, watcher);
  await askService({ LECTERN_DATA_DIR: dataDir }, { command: 'rotate-token-key' });

  const returned = await joinRoom(url, room.roomId, { token: watcherToken });
  expect(returned.joined.watcherId).toBe(watcher.joined.watcherId);
  expect(kidOf(returned.joined.token)).not.toBe(kidOf(watcherToken));
  const { token: renewed } = await room.client.next('token:renewed');
  expect(kidOf(renewed)).toBe(kidOf(returned.joined.token));
  expect(kidOf(renewed)).not.toBe(kidOf(presenterToken));
  expect([room.client.socket.connected, returned.client.socket.connected]).toEqual([true, true]);

  const { token: kept } = await returned.client.next('token:renewed');

  // A restart knows both keys. Two more rotations forget both.
  await service.close();
  service = await startSignaling(frozen);
  await joinRoom(service.url, room.roomId, { token: kept });
  await joinRoom(service.url, room.roomId, { token: watcherToken });
  await openRoom(service.url, { key: room.key, epoch: room.epoch });
  const before = await joinRoom(service.url, room.roomId);
  await askService({ LECTERN_DATA_DIR: dataDir }, { command: 'rotate-token-key' });
  await askService({ LECTERN_DATA_DIR: dataDir }, { command: 'rotate-token-key' });
  const auth = { role: 'watcher', protocol: spoken, roomId: room.roomId, token: before.joined.token };
  expect((await refusalOf(service.url, auth)).code).toBe('unauthorized');
});

test('by a restart with two secrets: everybody is back with seats and links, and the old secret can go', async () => {
  process = await startServiceProcess({ LECTERN_TOKEN_SECRET: FIRST }, 'source');
  const { url } = process;
  const room = await openRoom(url);
  const watcher = await joinRoom(url, room.roomId);
  const [presenterToken, watcherToken] = tokensOf(room, watcher);
  const { link, watcherId } = watcher.joined;
  if (link === undefined) throw new Error('a live room opened no link');

  await process.stop();
  await process.restart({ LECTERN_TOKEN_SECRET: SECOND, LECTERN_OLD_TOKEN_SECRET: FIRST });
  const back = await joinRoom(url, room.roomId, { token: watcherToken, holds: link.linkId });
  expect(back.joined).toMatchObject({ watcherId, restored: link.linkId });
  const links = [{ linkId: link.linkId, watcherId }];
  const { key, epoch } = room;
  const reopened = await openRoom(url, { key, epoch, token: presenterToken, links });
  expect(reopened.opened).toMatchObject({ watchers: 1, refused: [] });
  expect(kidOf(reopened.opened.token)).not.toBe(kidOf(presenterToken));

  await process.stop();
  await process.restart({ LECTERN_OLD_TOKEN_SECRET: '' });
  const again = await joinRoom(url, room.roomId, { token: back.joined.token, holds: link.linkId });
  expect(again.joined).toMatchObject({ watcherId, restored: link.linkId });
  const auth = { role: 'watcher', protocol: spoken, roomId: room.roomId, token: watcherToken };
  expect((await refusalOf(url, auth)).code).toBe('unauthorized');
});
