/** What two instances on one Redis say about each other to Prometheus and to balancers. */
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { metricOf, startTwoOnRedis, type TwoOnRedis } from '../support/service/two-on-redis.ts';

/** A busy machine. */
const SOON = { timeout: 20_000 };

let two: TwoOnRedis | undefined;

afterEach(async () => {
  closeClients();
  await two?.close();
  two = undefined;
});

async function startTwo(): Promise<TwoOnRedis> {
  two = await startTwoOnRedis();
  return two;
}

const readiness = async ({ url }: TestService): Promise<unknown> => {
  const answer = await fetch(`${url}/readyz`, { headers: { connection: 'close' } });
  return { status: answer.status, body: await answer.json() };
};

test('an instance alone has no Redis to name, and is one', async () => {
  const alone = await startSignaling({ metrics: { host: '127.0.0.1', port: 0 } });
  onTestFinished(() => alone.close());
  await openRoom(alone.url);
  expect(await metricOf(alone, 'lectern_redis')).toBeUndefined();
  expect(await metricOf(alone, 'lectern_owned_rooms')).toBe(1);
  expect(await readiness(alone)).toEqual({ status: 200, body: { status: 'ready' } });
});

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test('rooms that each owns, clients whose rooms the other runs, and what travels between them', async () => {
    const { first, second } = await startTwo();
    const { roomId } = await openRoom(first.url);
    await joinRoom(first.url, roomId);
    await joinRoom(second.url, roomId);
    const figures = (service: TestService) =>
      Promise.all(['owned_rooms', 'far_clients', 'redis'].map((name) => metricOf(service, `lectern_${name}`)));
    expect([await figures(first), await figures(second)]).toEqual([
      [1, 0, 1],
      [0, 1, 1],
    ]);
    const [sent, received] = [
      await metricOf(second, 'lectern_wire_frames_total{direction="sent"}'),
      await metricOf(first, 'lectern_wire_frames_total{direction="received"}'),
    ];
    expect(sent).toBeGreaterThan(0);
    expect(received).toBe(sent);
    expect(await metricOf(second, 'lectern_wire_bytes_total{direction="sent"}')).toBeGreaterThan(100);
    await expect.poll(() => metricOf(second, 'lectern_wire_lag_seconds_count'), SOON).toBeGreaterThan(0);
    expect(await metricOf(first, 'lectern_wire_lost_messages_total')).toBe(0);
  });

  test('a room that comes from an instance that has gone is counted where it comes to', async () => {
    const { first, second } = await startTwo();
    const { key, epoch, opened } = await openRoom(first.url);
    await first.close();
    await expect.poll(() => metricOf(second, 'lectern_instances'), SOON).toBe(1);
    await openRoom(second.url, { key, epoch, token: opened.token });
    await openRoom(second.url);
    expect(await metricOf(second, 'lectern_room_moves_total{how="claimed"}')).toBe(1);
  });

  test('while Redis is away, both stay ready and say so', async () => {
    const { first, second, redis: server } = await startTwo();
    expect(await readiness(first)).toEqual({ status: 200, body: { status: 'ready', redis: 'here' } });
    await server.kill();
    for (const each of [first, second]) {
      await expect.poll(() => metricOf(each, 'lectern_redis'), SOON).toBe(0);
      expect(await readiness(each)).toEqual({ status: 200, body: { status: 'ready', redis: 'away' } });
    }
    await server.start();
    for (const each of [first, second]) {
      await expect.poll(() => readiness(each), SOON).toEqual({ status: 200, body: { status: 'ready', redis: 'here' } });
    }
  });
});
