/**
 * Clients that do not read, or have gone, may keep the service from freeing only so much memory.
 */
import { afterEach, expect, test } from 'vitest';
import { spoken, type LinkId, type RoomId } from '@lectern/protocol';
import { closeClients, joinRoom, openRoom, refusalOf, type TestClient } from '../support/service/clients.ts';
import { RawWebSocket } from '../support/hostile/raw-websocket.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const sdp = 'x'.repeat(32_000);
/**
 * More than the kernel keeps for one connection (about 10 MB on loopback), and ten times our limit.
 */
const MAX_OFFERS = 1_500;

let service: TestService;
let raw: RawWebSocket | undefined;
afterEach(async () => {
  raw?.close();
  closeClients();
  await service.close();
});

const handshake = (roomId: RoomId) => ({ role: 'watcher', protocol: spoken, roomId });

/** A watcher that stops reading once it has joined, and answers pings that it has not read. */
async function joinWithoutReading(roomId: RoomId): Promise<{ readonly linkId: LinkId; readonly stop: () => void }> {
  raw = await RawWebSocket.open(service.url);
  raw.send(`40${JSON.stringify(handshake(roomId))}`);
  const text = await raw.next('42["room:joined"');
  const [, joined] = JSON.parse(text.slice(2)) as [string, { link: { linkId: LinkId } }];
  raw.stopReading();
  const timer = setInterval(() => raw?.send('3'), 1_000);
  return { linkId: joined.link.linkId, stop: () => clearInterval(timer) };
}

/** Sends offers until the condition holds. Returns how many. */
async function offerUntil(presenter: TestClient, linkId: LinkId, isReached: () => boolean): Promise<number> {
  for (let round = 1; round <= MAX_OFFERS; round += 1) {
    await presenter.codeOf('link:offer', { linkId, round, sdp });
    if (isReached()) return round;
  }
  return Infinity;
}

const isEmpty = (presenter: TestClient) => (): boolean =>
  presenter.heard.some(
    ({ name, payload }) => name === 'watchers:changed' && (payload as { count: number }).count === 0,
  );

const generous = { presenterWork: { burst: 1_000_000, perSecond: 1 } };

test('a watcher that does not read, but answers pings, is disconnected once a megabyte waits for it', async () => {
  service = await startSignaling({ room: { watcherGraceMs: 1 }, door: generous });
  const { client: presenter, roomId } = await openRoom(service.url);
  const { linkId, stop } = await joinWithoutReading(roomId);
  expect(await offerUntil(presenter, linkId, isEmpty(presenter))).toBeLessThan(MAX_OFFERS);
  stop();
});

test('when too much waits for all clients together, newcomers are refused and known watchers return', async () => {
  const door = { ...generous, watcherWaitingBytes: 1e9, waitingBytesWhenFull: 1e9, waitingBytesOfAll: 1_000_000 };
  service = await startSignaling({ door });
  const { client: presenter, roomId } = await openRoom(service.url);
  const { joined } = await joinRoom(service.url, roomId);
  const { linkId, stop } = await joinWithoutReading(roomId);
  for (let round = 1; round < MAX_OFFERS; round += 1) {
    await presenter.codeOf('link:offer', { linkId, round, sdp });
    if (raw !== undefined && round % 100 === 0 && (await refusesNewcomers(roomId))) break;
  }
  expect((await refusalOf(service.url, handshake(roomId))).code).toBe('too-many');
  expect((await joinRoom(service.url, roomId, { token: joined.token })).joined.phase).toBe('live');
  stop();
});

const refusesNewcomers = async (roomId: RoomId): Promise<boolean> =>
  joinRoom(service.url, roomId).then(
    ({ client }) => {
      client.close();
      return false;
    },
    () => true,
  );
