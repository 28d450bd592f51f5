/** The presenter removes a watcher: the notices on each side, and who may join again. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { spoken } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startSignaling();
});
afterAll(() => service.close());
afterEach(closeClients);

const refusedReturn = (roomId: string, token: string) =>
  refusalOf(service.url, { role: 'watcher', protocol: spoken, roomId, token });

test('a removed watcher is notified, its link and connection close, and its token is refused', async () => {
  const { client: presenter, roomId } = await openRoom(service.url);
  const { client: watcher, joined } = await joinRoom(service.url, roomId);
  const other = await joinRoom(service.url, roomId);
  await presenter.request('watcher:remove', { watcherId: joined.watcherId });
  expect(await watcher.next('link:closed')).toEqual({ linkId: joined.link?.linkId, reason: 'removed' });
  expect(await watcher.next('watcher:removed')).toEqual({});
  expect(await watcher.disconnected()).toMatch(/io server disconnect|already/);
  expect((await refusedReturn(roomId, joined.token)).code).toBe('removed');
  // The presenter gets no notice of its own act, and other watchers get none at all.
  await presenter.settle();
  expect(presenter.heard.map(({ name }) => name)).not.toContain('link:closed');
  await other.client.settle();
  expect(other.client.heard).toEqual([]);
  // A new page with the link is a new watcher.
  expect((await joinRoom(service.url, roomId)).joined.watcherId).not.toBe(joined.watcherId);
});

test('the count falls with the removal, and a second one changes nothing', async () => {
  const { client: presenter, roomId } = await openRoom(service.url);
  const { joined } = await joinRoom(service.url, roomId);
  expect((await presenter.next('watchers:changed')).count).toBe(1);
  await presenter.request('watcher:remove', { watcherId: joined.watcherId });
  expect((await presenter.next('watchers:changed')).count).toBe(0);
  await presenter.request('watcher:remove', { watcherId: joined.watcherId });
  await presenter.settle();
  expect(presenter.heard.map(({ name }) => name)).not.toContain('watchers:changed');
});

test('a watcher that has lost its connection can be removed', async () => {
  const { client: presenter, roomId } = await openRoom(service.url);
  const { client: watcher, joined } = await joinRoom(service.url, roomId);
  watcher.close();
  await presenter.request('watcher:remove', { watcherId: joined.watcherId });
  expect((await refusedReturn(roomId, joined.token)).code).toBe('removed');
});

test('a watcher waiting for the start can be removed', async () => {
  const { client: presenter, roomId } = await openRoom(service.url, { live: false });
  const { client: watcher, joined } = await joinRoom(service.url, roomId);
  expect(joined.link).toBeUndefined();
  await presenter.request('watcher:remove', { watcherId: joined.watcherId });
  expect(await watcher.next('watcher:removed')).toEqual({});
});

test('a presenter cannot remove a watcher of another room', async () => {
  const here = await openRoom(service.url);
  const there = await openRoom(service.url);
  const { client: watcher, joined } = await joinRoom(service.url, there.roomId);
  await here.client.request('watcher:remove', { watcherId: joined.watcherId });
  await watcher.settle();
  expect(watcher.heard).toEqual([]);
  watcher.close();
  await joinRoom(service.url, there.roomId, { token: joined.token });
});
