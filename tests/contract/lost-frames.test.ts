/**
 * Two instances in one process, and what goes wrong between them: clients come back by themselves,
 * with their links.
 */
import { afterEach, expect, test } from 'vitest';
import type { Carrier } from '../../signaling-server/src/cluster/carrier.ts';
import type { InstanceId } from '../../signaling-server/src/cluster/instance.ts';
import { LoneCarriers } from '../../signaling-server/src/cluster/lone-wire.ts';
import { SealedWire } from '../../signaling-server/src/cluster/sealed-wire.ts';
import { SharedDirectory } from '../../signaling-server/src/cluster/shared-directory.fixture.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const tokenSecret = 'a secret that both instances of this test share';
let services: TestService[] = [];

afterEach(async () => {
  closeClients();
  await Promise.all(services.map((service) => service.close()));
  services = [];
});

async function startTwo(settings: Parameters<typeof startSignaling>[0] = {}) {
  const carriers = new LoneCarriers();
  const directory = new SharedDirectory();
  const ids: InstanceId[] = [];
  const isCut = new Set<InstanceId>();
  const start = () =>
    startSignaling({
      ...settings,
      tokenSecret,
      meetOthers: (own) => {
        ids.push(own.self);
        const plain = carriers.of(own.self);
        const carrier: Carrier = {
          ...plain,
          // Says that it has arrived, as Redis does before a receiver's connection breaks.
          publish: async (to, bytes) => (isCut.has(own.self) ? 1 : await plain.publish(to, bytes)),
        };
        const wire = new SealedWire({ ...own, carrier, versionsOf: () => undefined });
        const close = async (): Promise<void> => {
          wire.close();
          directory.kill(own.self);
        };
        return { directory: directory.of(own.self), wire, close };
      },
    });
  services = [await start(), await start()];
  const [first, second] = services;
  const [owner, door] = ids;
  if (first === undefined || second === undefined || owner === undefined || door === undefined) throw new Error();
  return { first, second, owner, door, isCut, directory };
}

/** A presenter at the first instance, and a watcher at the second whose link it has answered. */
async function watched() {
  const two = await startTwo();
  const { first, second } = two;
  const { client: presenter, roomId } = await openRoom(first.url);
  const { client: watcher, joined } = await joinRoom(second.url, roomId);
  const linkId = joined.link?.linkId;
  if (linkId === undefined) throw new Error('no link was opened');
  await presenter.request('link:offer', { linkId, round: 1, sdp: 'offer' });
  await watcher.next('link:offered');
  await watcher.request('link:answer', { linkId, round: 1, sdp: 'answer' });
  const comesBack = async () => (await joinRoom(second.url, roomId, { token: joined.token, holds: linkId })).joined;
  return { ...two, presenter, watcher, watcherToken: joined.token, roomId, linkId, comesBack };
}

test('where the owner is not heard, sockets at the door close, and the watcher is back with its link', async () => {
  const { presenter, watcher, linkId, owner, isCut, comesBack } = await watched();
  const sentBack = watcher.disconnected();
  isCut.add(owner);
  await presenter.request('link:candidate', {
    linkId,
    round: 1,
    candidate: { candidate: 'c', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'u' },
  });
  await new Promise((resolve) => setImmediate(resolve));
  isCut.delete(owner);
  expect(await sentBack).toBe('transport close');
  expect(await comesBack()).toMatchObject({ phase: 'live', restored: linkId });
});

test('where the door is not heard, its sockets close as well, and the watcher is back with its link', async () => {
  const { watcher, linkId, door, isCut, comesBack } = await watched();
  const sentBack = watcher.disconnected();
  isCut.add(door);
  void watcher.ask('link:restart', { linkId }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 100));
  isCut.delete(door);
  expect(await sentBack).toBe('transport close');
  expect(await comesBack()).toMatchObject({ phase: 'live', restored: linkId });
});

test('where the room moves, its presenter and its watchers are sent back, near and far', async () => {
  const { presenter, watcher, roomId, door, directory } = await watched();
  const sentBack = Promise.all([presenter.disconnected(), watcher.disconnected()]);
  directory.give(roomId, door);
  expect(await sentBack).toEqual(['transport close', 'transport close']);
});

test('where a door dies, its watchers are lost to the room at once, and come back elsewhere with their links', async () => {
  const { first, second, presenter, roomId, linkId, watcherToken } = await watched();
  // This one has not answered its link: its seat is free as soon as its socket is lost.
  const { joined } = await joinRoom(second.url, roomId);
  await second.close();
  expect(await presenter.next('link:closed')).toMatchObject({ linkId: joined.link?.linkId, reason: 'lost' });
  const again = await joinRoom(first.url, roomId, { token: watcherToken, holds: linkId });
  expect(again.joined).toMatchObject({ phase: 'live', restored: linkId });
});

test('those who are sent back return within the time that they need, not that of all clients of their instance', async () => {
  const { first, second, owner, directory } = await startTwo({ returns: { perSecond: 1, longestMs: 60_000 } });
  const [gone, stays] = [await openRoom(first.url), await openRoom(second.url)];
  const clients = [await joinRoom(second.url, gone.roomId), await joinRoom(second.url, gone.roomId)];
  for (let count = 0; count < 3; count += 1) await joinRoom(second.url, stays.roomId);
  const last = await joinRoom(second.url, gone.roomId);
  expect(last.joined.returnWithinMs).toBeGreaterThan(3_000);
  const ends = [...clients, last].map(({ client }) => client.disconnected());
  directory.kill(owner);
  expect(await Promise.all(ends)).toEqual(Array(3).fill('transport close'));
  // Three of them, one a second.
  for (const { client } of [...clients, last]) {
    const named = client.heard.findLast(({ name }) => name === 'return:changed');
    expect(named?.payload).toEqual({ returnWithinMs: 3_000 });
  }
});
