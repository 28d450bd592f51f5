/** The wire between instances on the real Redis. */
import pino from 'pino';
import { describe } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { RedisConnection } from '../../signaling-server/src/cluster/redis/redis-connection.ts';
import { RedisCarrier } from '../../signaling-server/src/cluster/redis/redis-wire.ts';
import { recorded, testWire, type Carriers } from '../../signaling-server/src/cluster/wire-suite.fixture.ts';
import { startRedis } from '../support/machine/redis.ts';

const log = pino({ level: 'silent' });

async function makeCarriers(): Promise<Carriers> {
  const redis = await startRedis();
  const { setting } = redis;
  const stranger = new RedisConnection(setting, log);
  await new Promise<void>((resolve) => stranger.watch({ here: resolve, away: () => undefined }));
  const seen: Parameters<typeof recorded>[1] = [];
  return {
    of: async (self) => recorded(new RedisCarrier(setting, self, log), seen),
    seen: () => seen,
    publish: async (to, bytes) =>
      void (await stranger.command(['PUBLISH', `${setting.prefix}wire:${to}`, Buffer.from(bytes)])),
    close: async () => {
      stranger.close();
      await redis.close();
    },
  };
}

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  testWire(makeCarriers);
});
