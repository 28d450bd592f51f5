/** What two instances on one Redis say about each other to Prometheus and to balancers. */
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { startRedis, type RedisServer } from '../support/machine/redis.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

/** A busy machine. */
const SOON = { timeout: 20_000 };

let redis: RedisServer | undefined;
let instances: TestService[] = [];

afterEach(async () => {
  closeClients();
  await Promise.all(instances.map((instance) => instance.close()));
  instances = [];
  await redis?.close();
  redis = undefined;
});

async function startTwo() {
  const server = await startRedis();
  redis = server;
  const start = async (): Promise<TestService> => {
    const metrics = { host: '127.0.0.1', port: 0 };
    const service = await startSignaling({
      redis: server.setting,
      tokenSecret: 'a secret that all instances of this test share',
      metrics,
    });
    instances.push(service);
    return service;
  };
  const [first, second] = [await start(), await start()];
  for (const each of instances) await expect.poll(() => valueOf(each, 'lectern_instances'), SOON).toBe(2);
  return { first, second, redis: server };
}

/** The value of one series; undefined where there is none. */
async function valueOf({ metricsPort }: TestService, series: string): Promise<number | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

const readiness = async ({ url }: TestService): Promise<unknown> => {
  const answer = await fetch(`${url}/readyz`, { headers: { connection: 'close' } });
  return { status: answer.status, body: await answer.json() };
};

test('an instance alone has no Redis to name, and is one', async () => {
  const alone = await startSignaling({ metrics: { host: '127.0.0.1', port: 0 } });
  instances.push(alone);
  await openRoom(alone.url);
  expect(await valueOf(alone, 'lectern_redis')).toBeUndefined();
  expect(await valueOf(alone, 'lectern_owned_rooms')).toBe(1);
  expect(await readiness(alone)).toEqual({ status: 200, body: { status: 'ready' } });
});

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test('rooms that each owns, clients whose rooms the other runs, and what travels between them', async () => {
    const { first, second } = await startTwo();
    const { roomId } = await openRoom(first.url);
    await joinRoom(first.url, roomId);
    await joinRoom(second.url, roomId);
    const figures = (service: TestService) =>
      Promise.all(['owned_rooms', 'far_clients', 'redis'].map((name) => valueOf(service, `lectern_${name}`)));
    expect([await figures(first), await figures(second)]).toEqual([
      [1, 0, 1],
      [0, 1, 1],
    ]);
    const [sent, received] = [
      await valueOf(second, 'lectern_wire_frames_total{direction="sent"}'),
      await valueOf(first, 'lectern_wire_frames_total{direction="received"}'),
    ];
    expect(sent).toBeGreaterThan(1);
    expect(received).toBe(sent);
    expect(await valueOf(second, 'lectern_wire_bytes_total{direction="sent"}')).toBeGreaterThan(100);
    await expect.poll(() => valueOf(second, 'lectern_wire_lag_seconds_count'), SOON).toBeGreaterThan(0);
    expect(await valueOf(first, 'lectern_wire_lost_messages_total')).toBe(0);
  });

  test('a room that comes from an instance that has gone is counted where it comes to', async () => {
    const { first, second } = await startTwo();
    const { key, epoch, opened } = await openRoom(first.url);
    await first.close();
    await expect.poll(() => valueOf(second, 'lectern_instances'), SOON).toBe(1);
    await openRoom(second.url, { key, epoch, token: opened.token });
    await openRoom(second.url);
    expect(await valueOf(second, 'lectern_room_moves_total{how="claimed"}')).toBe(1);
  });

  test('while Redis is away, both stay ready and say so', async () => {
    const { first, second, redis: server } = await startTwo();
    expect(await readiness(first)).toEqual({ status: 200, body: { status: 'ready', redis: 'here' } });
    await server.kill();
    for (const each of [first, second]) {
      await expect.poll(() => valueOf(each, 'lectern_redis'), SOON).toBe(0);
      expect(await readiness(each)).toEqual({ status: 200, body: { status: 'ready', redis: 'away' } });
    }
    await server.start();
    for (const each of [first, second]) {
      await expect.poll(() => readiness(each), SOON).toEqual({ status: 200, body: { status: 'ready', redis: 'here' } });
    }
  });
});
