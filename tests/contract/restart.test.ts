/**
 * The service is killed and restarts with nothing but its key: rooms and links are rebuilt from
 * what clients can prove.
 */
import { once } from 'node:events';
import { connect as connectTo } from 'node:net';
import { spoken } from '@lectern/protocol';
import { afterEach, expect, test } from 'vitest';
import { makeRoomKey } from '../support/service/room-key.ts';
import { about, challengePresenter, closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { makeDataDir, startSignaling } from '../support/service/start-service.ts';

let service: ServiceProcess | undefined;
afterEach(async () => {
  closeClients();
  await service?.stop();
});

test('after a kill, watchers and presenter get their room and links back', { timeout: 30_000 }, async () => {
  service = await startServiceProcess({}, 'source');
  const { url } = service;
  const before = await openRoom(url);
  const early = await joinRoom(url, before.roomId);
  const late = await joinRoom(url, before.roomId);
  const gone = await joinRoom(url, before.roomId);
  const links = [early, late, gone].flatMap(({ joined }) =>
    joined.link === undefined ? [] : [{ linkId: joined.link.linkId, watcherId: joined.watcherId }],
  );
  const [earlyLink, lateLink, goneLink] = links.map(({ linkId }) => linkId);
  expect(goneLink).toBeDefined();

  await service.kill();
  await service.restart();
  const roomId = before.roomId;

  // Without a token the room is unknown. With an earlier token the watcher joins, and its claim to
  // a link is trusted.
  expect((await refusalOf(url, { role: 'watcher', protocol: { newest: 1, oldest: 1 }, roomId })).code).toBe(
    'room-unknown',
  );
  const earlyAgain = await joinRoom(url, roomId, { token: early.joined.token, holds: earlyLink ?? '' });
  expect(earlyAgain.joined).toMatchObject({
    phase: 'away',
    rebuilt: true,
    restored: earlyLink,
    watcherId: early.joined.watcherId,
  });
  // This watcher has given its link up meanwhile.
  const goneAgain = await joinRoom(url, roomId, { token: gone.joined.token });
  expect(goneAgain.joined.link).toBeUndefined();

  const { key, epoch, opened: was } = before;
  const after = await openRoom(url, { key, epoch, token: was.token, links });
  expect(after.opened).toMatchObject({ watchers: 3, refused: [goneLink] });
  expect(await earlyAgain.client.next('room:changed')).toEqual({ phase: 'live', about });
  expect((await goneAgain.client.next('link:opened')).linkId).not.toBe(goneLink);

  const lateAgain = await joinRoom(url, roomId, { token: late.joined.token, holds: lateLink ?? '' });
  expect(lateAgain.joined).toMatchObject({ phase: 'live', restored: lateLink });
  expect(lateAgain.joined.link).toBeUndefined();

  // On a restored link any next round is accepted.
  await after.client.request('link:offer', { linkId: links[0]?.linkId ?? failed(), round: 7, sdp: 'o' });
  expect(await earlyAgain.client.next('link:offered')).toMatchObject({ linkId: earlyLink, round: 7 });
  expect(earlyAgain.client.heard.filter(({ name }) => name.startsWith('link:'))).toEqual([]);

  const fresh = await joinRoom(url, roomId);
  expect(fresh.joined).toMatchObject({ phase: 'live', link: { epoch } });
});

test(
  'after a restart removed watchers stay out, and strangers wait until the presenter is back',
  { timeout: 30_000 },
  async () => {
    service = await startServiceProcess({}, 'source');
    const { url } = service;
    const before = await openRoom(url);
    const { key, roomId, epoch } = before;
    const [early, late] = [await joinRoom(url, roomId), await joinRoom(url, roomId)];
    for (const { joined } of [early, late])
      await before.client.request('watcher:remove', { watcherId: joined.watcherId });
    const friend = await joinRoom(url, roomId);
    await service.kill();
    await service.restart();
    // Their tokens are valid, and the service does not know better yet.
    const back = await joinRoom(url, roomId, { token: early.joined.token });
    await joinRoom(url, roomId, { token: friend.joined.token });
    const stranger = { role: 'watcher', protocol: spoken, roomId };
    expect((await refusalOf(url, stranger)).code).toBe('room-unknown');
    const { client, challenged } = await challengePresenter(url);
    const proof = await key.prove({ service: new URL(url).host, roomId, epoch, challenge: challenged.challenge });
    const removed = [early.joined.watcherId, late.joined.watcherId];
    const opened = await client.request('room:open', { roomId, epoch, live: true, about, links: [], removed, proof });
    expect(opened.watchers).toBe(1);
    await back.client.next('watcher:removed');
    for (const { joined } of [early, late]) {
      expect((await refusalOf(url, { ...stranger, token: joined.token })).code).toBe('removed');
    }
    await joinRoom(url, roomId);
  },
);

test('a link that the returning presenter does not hold is replaced', { timeout: 30_000 }, async () => {
  service = await startServiceProcess({}, 'source');
  const { url } = service;
  const key = await makeRoomKey();
  const { roomId, epoch } = await openRoom(url, { key });
  const { joined } = await joinRoom(url, roomId);
  const linkId = joined.link?.linkId ?? failed();
  await service.kill();
  await service.restart();
  const again = await joinRoom(url, roomId, { token: joined.token, holds: linkId });
  await openRoom(url, { key, epoch: epoch + 1 });
  expect(await again.client.next('link:closed')).toEqual({ linkId, reason: 'replaced' });
  expect((await again.client.next('link:opened')).linkId).not.toBe(linkId);
});

test('all rooms of an address come back with their tokens, however many they are', async () => {
  const dataDir = await makeDataDir();
  const before = await startSignaling({ dataDir });
  const rooms = [];
  for (let count = 0; count < 5; count += 1) rooms.push(await openRoom(before.url));
  await before.close();
  const after = await startSignaling({ dataDir, door: { newRoomsPerMinute: 3 } });
  try {
    for (const { key, epoch, opened } of rooms) await openRoom(after.url, { key, epoch, token: opened.token });
    for (let count = 0; count < 3; count += 1) await openRoom(after.url);
    await expect(openRoom(after.url)).rejects.toThrow('too-many');
  } finally {
    closeClients();
    await after.close();
  }
});

test('on SIGTERM it closes connections so that clients reconnect by themselves', { timeout: 30_000 }, async () => {
  service = await startServiceProcess({}, 'source');
  const { client } = await openRoom(service.url);
  const gone = client.disconnected();
  await service.stop();
  expect(await gone).toBe('transport close');
});

function failed(): never {
  throw new Error('a live room opened no link');
}

test('closing does not wait for a request that never ends', async () => {
  const inProcess = await startSignaling();
  const unfinished = connectTo(inProcess.port, '127.0.0.1');
  unfinished.on('error', () => undefined);
  unfinished.write('GET / HTTP/1.1\r\n');
  await fetch(`${inProcess.url}/healthz`); // By then the service has read the unfinished request.
  const gone = once(unfinished, 'close');
  await inProcess.close();
  expect(await gone).toBeDefined();
});
