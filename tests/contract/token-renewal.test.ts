/**
 * Tokens of connected clients: each gets the next one in time, also in a room that another instance
 * runs.
 */
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { closeClients, connect, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

/** Openings of a room are counted. */
const SOON = { timeout: 20_000, interval: 2_500 };
const NOW = Date.now();
const lobby = { passcode: null, lobby: true, watchers: 'stay' } as const;

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

test('tokens are renewed at half of their lifetime and refused after it', async () => {
  service = await startSignaling({ tokenTtlS: 4 });
  const { url } = service;
  const presenter = await openRoom(url);
  const { roomId } = presenter;
  const { client, joined } = await joinRoom(url, roomId);
  const renewed = await client.next('token:renewed');
  expect((await presenter.client.next('token:renewed')).token.length).toBeGreaterThan(16);
  expect((await joinRoom(url, roomId, { token: renewed.token })).joined.watcherId).toBe(joined.watcherId);
  const auth = { role: 'watcher', protocol: spoken, roomId, token: joined.token };
  const expired = () => refusalOf(url, auth).catch(() => null);
  await expect.poll(async () => (await expired())?.code, { timeout: 10_000 }).toBe('token-expired');
});

test('a renewed token does as much as the first one: run, seat and link, and a place in the lobby', async () => {
  // Renewed every two seconds, while no token expires, however slow the machine is.
  service = await startSignaling({ tokenTtlS: 4, now: () => NOW });
  const { url } = service;
  const { client, key, epoch, roomId } = await openRoom(url);
  const watcher = await joinRoom(url, roomId);
  const { link, watcherId } = watcher.joined;
  if (link === undefined) throw new Error('a live room opened no link');
  await client.request('entry:change', { entry: lobby });
  const waiting = connect(url, { role: 'watcher', protocol: spoken, roomId });
  await waiting.next('lobby:entered');
  const [ofPresenter, ofWatcher, ofWaiting] = [
    await client.next('token:renewed'),
    await watcher.client.next('token:renewed'),
    await waiting.next('token:renewed'),
  ];
  const back = await joinRoom(url, roomId, { token: ofWatcher.token, holds: link.linkId });
  expect(back.joined).toMatchObject({ watcherId, restored: link.linkId });
  const stillWaiting = connect(url, { role: 'watcher', protocol: spoken, roomId, token: ofWaiting.token });
  await stillWaiting.next('lobby:entered');
  // Only a token of this run opens it without a proof, once its connection has gone.
  client.close();
  const links = [{ linkId: link.linkId, watcherId }];
  const again = await vi.waitFor(
    () => openRoom(url, { key, epoch, token: ofPresenter.token, links, entry: lobby }),
    SOON,
  );
  expect(again.opened).toMatchObject({ watchers: 1, refused: [] });
  await again.client.request('lobby:admit', {});
  await stillWaiting.next('room:joined');
});
