/**
 * How many rooms and watchers somebody may have, over two instances of the service on one Redis.
 */
import { PRESENTER_KEY_HEADER } from '@lectern/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import type { TestService } from '../support/service/start-service.ts';
import { startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

const KEY = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
/** More than the other instance opens until it hears of the first one's. */
const LIMIT = 20;
const SOON = { timeout: 20_000 };

let two: TwoOnRedis | undefined;

afterEach(async () => {
  closeClients();
  await two?.close();
  two = undefined;
});

async function startTwo(settings: Parameters<typeof startTwoOnRedis>[0]): Promise<TwoOnRedis> {
  two = await startTwoOnRedis(settings);
  return two;
}

type Opening = Parameters<typeof openRoom>[1];

/** Until it has found Redis, an instance opens no room. */
async function openSoon({ url }: TestService, opening?: Opening) {
  let opened: Awaited<ReturnType<typeof openRoom>> | undefined;
  const open = async (): Promise<string> => {
    try {
      opened = await openRoom(url, opening);
      return 'opened';
    } catch (error) {
      return String(error);
    }
  };
  await expect.poll(open, SOON).toBe('opened');
  if (opened === undefined) throw new Error('not opened');
  return opened;
}

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test('rooms of one address count together while their instance lives; who returns is not refused', async () => {
    const { first, second } = await startTwo({ maxRoomsPerAddress: LIMIT, door: { newRoomsPerMinute: 1_000 } });
    const { key, epoch, opened } = await openSoon(first);
    await Promise.all(Array.from({ length: LIMIT - 1 }, () => openRoom(first.url)));
    let there = 0;
    const another = async (): Promise<string> => {
      try {
        await openRoom(second.url);
        there += 1;
        return 'opened';
      } catch (error) {
        return String(error);
      }
    };
    await expect.poll(another, { ...SOON, interval: 500 }).toContain('too-many');
    // By its own count, it would not have refused.
    expect(there).toBeLessThan(LIMIT);
    await first.close();
    await openSoon(second, { key, epoch, token: opened.token });
    await expect.poll(another, { ...SOON, interval: 500 }).toBe('opened');
  });

  test('watchers of one key count together', async () => {
    const { first, second } = await startTwo({
      maxWatchersPerKey: 2,
      presenting: { kind: 'keys', source: { kind: 'list', keys: [KEY] } },
    });
    const opening = { headers: { [PRESENTER_KEY_HEADER]: KEY } };
    const [here, there] = [await openSoon(first, opening), await openSoon(second, opening)];
    const join = async (): Promise<string> => {
      try {
        const { client } = await joinRoom(second.url, there.roomId);
        client.close();
        return 'joined';
      } catch (error) {
        return String(error);
      }
    };
    expect(await join()).toBe('joined');
    const watchers = [await joinRoom(first.url, here.roomId), await joinRoom(first.url, here.roomId)];
    await expect.poll(join, SOON).toContain('room-full');
    const listed = async () => (await askService({ LECTERN_DATA_DIR: second.dataDir }, { command: 'list-keys' })).keys;
    await expect.poll(listed, SOON).toMatchObject([{ rooms: 2, watchers: 2 }]);
    watchers[0]?.client.close();
    await expect.poll(join, SOON).toBe('joined');
  });
});
