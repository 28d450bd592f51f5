/**
 * The service's wall clock is set forward and back by an hour, also between its runs: the owner of
 * a room always gets in, watchers go on, and limits per minute turn.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { makeRoomKey, type RoomKey } from '../support/service/room-key.ts';
import { about, challengePresenter, closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';
import { spoken, type Reply } from '@lectern/protocol';

const HOUR = 3_600_000;
let aheadMs = 0;
const now = (): number => Date.now() + aheadMs;

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
  service = undefined;
  aheadMs = 0;
});

/** The reply to a `room:open` with a proof for this epoch, or for the service's present time. */
async function openWith(url: string, key: RoomKey, chosen?: number): Promise<{ epoch: number; reply: Reply<unknown> }> {
  const { client, challenged } = await challengePresenter(url);
  const { roomId } = key;
  const epoch = chosen ?? challenged.now;
  const proof = await key.prove({ service: new URL(url).host, roomId, epoch, challenge: challenged.challenge });
  const reply = await client.ask('room:open', { roomId, epoch, live: true, about, links: [], proof });
  return { epoch, reply };
}

describe.each([
  ['an hour ahead when the room was opened', HOUR, 0],
  ['set forward by an hour since', 0, HOUR],
])('with a clock that was %s', (_what, before, after) => {
  test('the same run and a run that takes the room back get in, and watchers get their links', async () => {
    aheadMs = before;
    service = await startSignaling({ now });
    const key = await makeRoomKey();
    const { epoch } = await openRoom(service.url, { key });
    const { client: watcher } = await joinRoom(service.url, key.roomId);
    aheadMs = after;
    expect((await openWith(service.url, key, epoch)).reply.ok).toBe(true);
    // A run on another machine knows of no earlier one: the refusal names the epoch to exceed.
    const fresh = await openWith(service.url, key);
    const refusal = { ok: false, error: { code: 'replaced', epoch } };
    expect(fresh.reply).toMatchObject(fresh.epoch < epoch ? refusal : { ok: true });
    const taken = await openWith(service.url, key, Math.max(fresh.epoch, epoch) + 1);
    expect(taken.reply.ok).toBe(true);
    await expect.poll(() => watcher.heard.at(-1)).toMatchObject({ name: 'link:opened' });
    expect(watcher.heard.at(-1)?.payload).toMatchObject({ epoch: taken.epoch });
  });
});

test('the epoch to exceed is also in the notice to the run that is replaced', async () => {
  service = await startSignaling({ now });
  const older = await openRoom(service.url);
  const newer = await openRoom(service.url, { key: older.key, epoch: older.epoch + 1 });
  expect(await older.client.next('presenter:replaced')).toEqual({ epoch: newer.epoch });
});

test('a run whose epoch the service has accepted comes back with its token after restart and correction', async () => {
  const dataDir = await makeDataDir();
  aheadMs = HOUR;
  const first = await startSignaling({ dataDir, now });
  const { key, epoch, opened } = await openRoom(first.url);
  await first.close();
  aheadMs = 0;
  service = await startSignaling({ dataDir, now });
  const again = await openRoom(service.url, { key, epoch, token: opened.token });
  expect(again.opened.watchUrl).toContain(key.roomId);
});

test('without a token, an epoch too far ahead is refused with an error that may pass, and the room is not held', async () => {
  service = await startSignaling({ now });
  const key = await makeRoomKey();
  const { reply } = await openWith(service.url, key, now() + HOUR);
  expect(reply).toMatchObject({ ok: false, error: { code: 'epoch-too-far' } });
  const stranger = { role: 'watcher', protocol: spoken, roomId: key.roomId };
  expect((await refusalOf(service.url, stranger)).code).toBe('room-unknown');
  expect((await openWith(service.url, key)).reply.ok).toBe(true);
});

test.each([-HOUR, HOUR])('limits per minute and pace hold when the clock is set by %i ms', async (byMs) => {
  service = await startSignaling({ now, door: { newRoomsPerMinute: 2, watcherWork: { burst: 3, perSecond: 20 } } });
  const { roomId } = await openRoom(service.url);
  const { client } = await joinRoom(service.url, roomId);
  const askMany = () => Promise.all([1, 2, 3, 4, 5].map(() => client.codeOf('link:candidate', null)));
  expect(await askMany()).toContain('too-many');
  aheadMs = byMs;
  // The clock's step refills nothing by itself.
  expect(await askMany()).toContain('too-many');
  await openRoom(service.url);
  await expect(openRoom(service.url)).rejects.toThrow('too-many');
});
