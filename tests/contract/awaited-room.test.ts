/**
 * Watchers that come before their presenter wait on their sockets, and are let in when it opens.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { spoken, type RoomId } from '@lectern/protocol';
import { closeClients, connect, joinRoom, openRoom, refusalOf, type TestClient } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const CLASS = 60;

let service: TestService;
afterEach(async () => {
  closeClients();
  await service.close();
});

const handshake = (roomId: RoomId, says: object = {}) => ({ role: 'watcher', protocol: spoken, roomId, ...says });

async function waitFor(roomId: RoomId): Promise<TestClient> {
  const client = connect(service.url, handshake(roomId, { waits: true }));
  expect(await client.next('room:awaited')).toEqual({ protocol: spoken.newest, returnWithinMs: expect.any(Number) });
  return client;
}

test('a whole class waits on one connection each, and every watcher joins when the room opens', async () => {
  // As many connections as watchers: a second attempt of anyone would be refused.
  service = await startSignaling({ door: { connectionsPerMinute: CLASS + 1, failuresPerMinute: 1 } });
  const key = await makeRoomKey();
  const watchers = await Promise.all(Array.from({ length: CLASS }, () => waitFor(key.roomId)));
  const { client: presenter } = await openRoom(service.url, { key });
  for (const watcher of watchers) {
    const joined = await watcher.next('room:joined');
    expect(joined.phase).toBe('live');
    const { linkId } = joined.link ?? (await watcher.next('link:opened'));
    await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
    expect(await watcher.next('link:offered')).toMatchObject({ linkId });
  }
});

test('a watcher that has waited and joined returns with its token', async () => {
  service = await startSignaling();
  const key = await makeRoomKey();
  const watcher = await waitFor(key.roomId);
  await openRoom(service.url, { key });
  const { token, watcherId } = await watcher.next('room:joined');
  expect((await joinRoom(service.url, key.roomId, { token })).joined.watcherId).toBe(watcherId);
});

describe('waiting watchers get no more', () => {
  test('than a notice: no token, no answer to requests, nothing of other rooms', async () => {
    service = await startSignaling({ tokenTtlS: 1 });
    const { roomId } = await makeRoomKey();
    const watcher = await waitFor(roomId);
    expect(await watcher.codeOf('room:leave', {})).toBe('room-unknown');
    const other = await joinRoom(service.url, (await openRoom(service.url)).roomId);
    // A watcher that came later has had two.
    for (let count = 0; count < 2; count += 1) await other.client.next('token:renewed');
    expect(watcher.heard).toEqual([]);
  });

  test('only so many wait, and places are free again when they leave', async () => {
    service = await startSignaling({ door: { maxAwaiting: 2 } });
    const { roomId } = await makeRoomKey();
    const [first] = [await waitFor(roomId), await waitFor(roomId)];
    const third = handshake(roomId, { waits: true });
    expect((await refusalOf(service.url, third)).code).toBe('room-unknown');
    first?.close();
    await expect
      .poll(() =>
        waitFor(roomId).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  test('older watcher pages are refused as before', async () => {
    service = await startSignaling();
    const { roomId } = await makeRoomKey();
    expect((await refusalOf(service.url, handshake(roomId))).code).toBe('room-unknown');
  });
});
