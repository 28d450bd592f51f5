/** Watchers whose tokens have expired while they, or the service, were away. */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const TTL_S = 60;
const NOW = Date.now();

let aheadMs = 0;
let service: TestService | undefined;
afterEach(async () => {
  aheadMs = 0;
  closeClients();
  await service?.close();
});

const settings = { tokenTtlS: TTL_S, maxWatchersPerRoom: 1, now: () => NOW + aheadMs } as const;

test('a service that was away for longer than a token lives gives the seat in a full room back, for two hours', async () => {
  // The secret that signs tokens outlives the service.
  const dataDir = await makeDataDir();
  service = await startSignaling({ ...settings, dataDir });
  const key = await makeRoomKey();
  const before = await openRoom(service.url, { key });
  const { joined } = await joinRoom(service.url, before.roomId);
  const { token, watcherId, link } = joined;
  if (link === undefined) throw new Error('a live room opened no link');
  closeClients();
  await service.close();

  service = await startSignaling({ ...settings, dataDir });
  const { url } = service;
  const auth = { role: 'watcher', protocol: spoken, roomId: before.roomId, token, holds: link.linkId };
  aheadMs = 7_260_001 + 60_000;
  expect((await refusalOf(url, auth)).code).toBe('token-expired');
  aheadMs = 10 * TTL_S * 1_000;
  // Not before its presenter.
  expect((await refusalOf(url, auth)).code).toBe('room-unknown');
  await openRoom(url, { key, epoch: before.epoch, links: [{ linkId: link.linkId, watcherId }] });
  expect((await refusalOf(url, { ...auth, token: undefined })).code).toBe('room-full');
  const forged = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`;
  expect((await refusalOf(url, { ...auth, token: forged })).code).toBe('unauthorized');
  const back = await joinRoom(url, before.roomId, { token, holds: link.linkId });
  expect(back.joined).toMatchObject({ watcherId, restored: link.linkId });
  // It has its seat; a token that is late takes it from nobody.
  expect((await refusalOf(url, auth)).code).toBe('token-expired');
});
