/**
 * The presenter app's session and a service whose wall clock is set by an hour: with and without a
 * restart of the service or the app, the room is opened, and a room that was taken is taken back.
 */
import { afterEach, expect, test, vi } from 'vitest';
import { fakeBroadcast } from '../../renderer/src/broadcast/fake-broadcast.fixture.ts';
import { EpochMemory } from '../../renderer/src/session/epoch-memory.ts';
import { RemovalMemory } from '../../renderer/src/session/removal-memory.ts';
import { PresenterSession } from '../../renderer/src/session/presenter-session.ts';
import { makeRoomKey, type RoomKey } from '../support/service/room-key.ts';
import { about, closeClients } from '../support/service/clients.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

const HOUR = 3_600_000;
let aheadMs = 0;
const now = (): number => Date.now() + aheadMs;

let service: TestService | undefined;
const sessions: PresenterSession[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) session.close();
  closeClients();
  await service?.close();
  aheadMs = 0;
});

/** What an app keeps over its restarts. */
function makeStorage() {
  const items = new Map<string, string>();
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
  };
}

function present(url: string, key: RoomKey, storage = makeStorage()): PresenterSession {
  const session = new PresenterSession({
    desktop: { proveRoom: (claims) => key.prove(claims) },
    serviceUrl: url,
    roomId: key.roomId,
    presenterKey: null,
    about,
    broadcast: fakeBroadcast().broadcast,
    epochs: new EpochMemory(storage, key.roomId),
    removals: new RemovalMemory(storage, key.roomId),
  });
  sessions.push(session);
  return session;
}

const becomes = (session: PresenterSession, name: string) =>
  vi.waitFor(() => expect(session.state.get().signaling.name).toBe(name), { timeout: 10_000 });

test.each([
  ['back', HOUR, 0],
  ['forward', 0, HOUR],
])('the clock is set %s by an hour, and the service restarts: the same run opens its room again', async (...row) => {
  const [, before, after] = row;
  const dataDir = await makeDataDir();
  aheadMs = before;
  service = await startSignaling({ dataDir, now });
  const { port } = service;
  const session = present(service.url, await makeRoomKey());
  await becomes(session, 'open');
  await service.close();
  await becomes(session, 'lost');
  aheadMs = after;
  service = await startSignaling({ dataDir, now, port });
  await becomes(session, 'open');
  expect(session.state.get().watchUrl).toContain('/r/');
});

test('the clock is set back by an hour: the app’s next run opens the room, also where the service has forgotten it', async () => {
  aheadMs = HOUR;
  service = await startSignaling({ now });
  const [key, storage] = [await makeRoomKey(), makeStorage()];
  await becomes(present(service.url, key, storage), 'open');
  aheadMs = 0;
  await becomes(present(service.url, key, storage), 'open');
  await service.close();
  // Without its data folder it reads no token of before.
  service = await startSignaling({ now });
  const last = present(service.url, key, storage);
  await becomes(last, 'open');
  expect(last.state.get().epoch).toBeLessThanOrEqual(now());
});

test('the clock is set back by an hour: an app on another computer takes the room, and the first one takes it back', async () => {
  aheadMs = HOUR;
  service = await startSignaling({ now });
  const key = await makeRoomKey();
  const one = present(service.url, key);
  await becomes(one, 'open');
  aheadMs = 0;
  const other = present(service.url, key);
  await becomes(other, 'replaced');
  other.takeBack();
  await becomes(other, 'open');
  await becomes(one, 'replaced');
  one.takeBack();
  await becomes(one, 'open');
  await becomes(other, 'replaced');
  expect(one.state.get().epoch).toBeGreaterThan(other.state.get().epoch ?? 0);
});
