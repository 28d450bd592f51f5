/** The presenter app's session decides who may enter, against the service. */
import { afterEach, expect, test } from 'vitest';
import { spoken, type EntryRules, type VersionRange } from '@lectern/protocol';
import { fakeBroadcast } from '../../renderer/src/broadcast/fake-broadcast.fixture.ts';
import { EpochMemory } from '../../renderer/src/session/epoch-memory.ts';
import { PresenterSession } from '../../renderer/src/session/presenter-session.ts';
import { RemovalMemory } from '../../renderer/src/session/removal-memory.ts';
import { asking, lobbyOnly, newProof } from '../../signaling-server/src/room/passcode.fixture.ts';
import { about, closeClients, connect, joinRoom, refusalOf } from '../support/service/clients.ts';
import { makeRoomKey } from '../support/service/room-key.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService;
let session: PresenterSession | undefined;
afterEach(async () => {
  session?.close();
  closeClients();
  await service.close();
});

async function present(rules: EntryRules, protocol?: VersionRange) {
  service = await startSignaling(protocol === undefined ? {} : { protocol });
  const key = await makeRoomKey();
  const { roomId } = key;
  const kept = new Map<string, string>();
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  session = new PresenterSession({
    desktop: { proveRoom: (claims) => key.prove(claims) },
    serviceUrl: service.url,
    roomId,
    presenterKey: null,
    about,
    broadcast: fakeBroadcast().broadcast,
    epochs: new EpochMemory(storage, roomId),
    removals: new RemovalMemory(storage, roomId),
    rules,
  });
  return { session, roomId, stranger: { role: 'watcher', protocol: spoken, roomId } };
}

const openness = ({ state }: PresenterSession) => state.get().signaling;

test('a room with a passcode is never open to everybody, not even at a service that knows none', async () => {
  const { session: presenting, stranger } = await present(asking(newProof()), { newest: 2, oldest: 1 });
  await expect.poll(() => openness(presenting)).toEqual({ name: 'refused', code: 'service-too-old' });
  expect((await refusalOf(service.url, stranger)).code).toBe('room-unknown');
});

test('from its first moment the room asks for the passcode, and a change takes effect at once', async () => {
  const [first, second] = [newProof(), newProof()];
  const { session: presenting, roomId, stranger } = await present(asking(first));
  await expect.poll(() => openness(presenting).name).toBe('open');
  expect((await refusalOf(service.url, stranger)).code).toBe('passcode-required');
  await joinRoom(service.url, roomId, { passcode: first });
  await presenting.entrance.change(asking(second));
  expect((await refusalOf(service.url, { ...stranger, passcode: first })).code).toBe('passcode-wrong');
  await joinRoom(service.url, roomId, { passcode: second });
});

test('who waits in the lobby is listed, let in, or turned away', async () => {
  const { session: presenting, stranger } = await present(lobbyOnly);
  await expect.poll(() => openness(presenting).name).toBe('open');
  const { entrance } = presenting;
  const guests = [connect(service.url, stranger), connect(service.url, stranger)];
  for (const guest of guests) await guest.next('lobby:entered');
  await expect.poll(() => entrance.lobby.get().count).toBe(2);
  const [welcome, unwanted] = entrance.lobby.get().guests;
  if (welcome === undefined || unwanted === undefined) throw new Error('the list is too short');
  await entrance.admit([welcome.watcherId]);
  await presenting.removeWatcher(unwanted.watcherId);
  const outcomes = guests.map((guest) =>
    Promise.any([guest.next('room:joined').then(() => 'in'), guest.next('watcher:removed').then(() => 'away')]),
  );
  expect((await Promise.all(outcomes)).toSorted()).toEqual(['away', 'in']);
  await expect.poll(() => entrance.lobby.get()).toEqual({ count: 0, guests: [] });
});
