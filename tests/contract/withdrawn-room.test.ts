/** A room whose link was replaced: what visitors of the old link hear from the real service. */
import { spoken } from '@lectern/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WithdrawnRoom } from '../../renderer/src/session/withdrawn-room.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey, type RoomKey } from '../support/service/room-key.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

let service: ServiceProcess;
let key: RoomKey;
let withdrawn: WithdrawnRoom | undefined;

beforeAll(async () => {
  service = await startServiceProcess({}, 'source');
}, 60_000);
afterAll(() => service.stop());
beforeEach(async () => {
  key = await makeRoomKey();
});
afterEach(() => {
  withdrawn?.close();
  closeClients();
});

const withdraw = (): void => {
  withdrawn = new WithdrawnRoom({
    desktop: { proveRoom: (claims) => key.prove(claims) },
    serviceUrl: service.url,
    roomId: key.roomId,
    presenterKey: null,
  });
};
const isOpen = () =>
  vi.waitFor(async () => {
    const { client, joined } = await joinRoom(service.url, key.roomId);
    client.close();
    return joined;
  }, 10_000);
const said = { phase: 'waiting', about: { title: '', presenter: '', withdrawn: true } };

test('a watcher who opens the old link learns that it is withdrawn, and neither title nor name', async () => {
  const auth = { role: 'watcher', protocol: spoken, roomId: key.roomId };
  expect((await refusalOf(service.url, auth)).code).toBe('room-unknown');
  withdraw();
  expect(await isOpen()).toMatchObject(said);
});

test('a watcher who waits in the room learns it as well', async () => {
  const before = await openRoom(service.url, { key, live: false });
  const { client, joined } = await joinRoom(service.url, key.roomId);
  expect(joined.about).toEqual({ title: 'Optics', presenter: 'Ada' });
  before.client.close();
  withdraw();
  await vi.waitFor(async () => expect(await client.next('room:changed')).toMatchObject(said), 10_000);
});

test('after a restart of the service the old link says so again', async () => {
  withdraw();
  await isOpen();
  await service.kill();
  await service.restart();
  expect(await isOpen()).toMatchObject(said);
});

test('another computer with the key takes the room back, and keeps it', async () => {
  withdraw();
  await isOpen();
  const other = await openRoom(service.url, { key });
  expect((await isOpen()).about).toEqual({ title: 'Optics', presenter: 'Ada' });
  await other.client.settle();
  expect(other.client.heard.map(({ name }) => name)).not.toContain('presenter:replaced');
});
