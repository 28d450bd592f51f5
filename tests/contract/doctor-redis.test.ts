/** The doctor's look at Redis, which is a real one, and at the instances that meet there. */
import { createHash } from 'node:crypto';
import { readConfig } from '@lectern/signaling-server';
import { afterEach, describe, expect, test } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { checkRedis } from '../../signaling-server/src/admin/doctor/check-redis.ts';
import { openLog } from '../../signaling-server/src/admin/log.ts';
import { loadTokenKeys } from '../../signaling-server/src/admin/token-key.ts';
import { documentedUser, startRedis, type RedisServer } from '../support/machine/redis.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';

const SECRET = 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5';
const PASSWORD = createHash('sha256').update('of this test').digest('hex');

const servers: RedisServer[] = [];
const services: TestService[] = [];
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function redis(options?: Parameters<typeof startRedis>[0]): Promise<RedisServer> {
  const server = await startRedis(options);
  servers.push(server);
  return server;
}

async function found(setting: RedisServer['setting']): Promise<string[]> {
  const config = readConfig({ LECTERN_TOKEN_SECRET: SECRET });
  const keyIds = loadTokenKeys(config, openLog('silent')).map(({ id }) => id);
  return (await checkRedis(setting, keyIds)).map(({ verdict, says, mend = '' }) => `${verdict} ${says}. ${mend}`);
}

const SOON = { timeout: 20_000 };
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const start = async ({ setting }: RedisServer, tokenSecret = SECRET): Promise<void> =>
  void services.push(await startSignaling({ redis: setting, tokenSecret }));

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  test('with the user of the guide all is well, and the instances that are alive are named', async () => {
    const users = [documentedUser(PASSWORD)];
    const server = await redis({ users, username: 'lectern', password: PASSWORD });
    // On a busy machine Redis answers late, and the doctor says so.
    await expect
      .poll(() => found(server.setting), SOON)
      .toEqual([
        like(/^ok 127\.0\.0\.1:\d+ answers within \d+ ms/),
        like(/^ok its user may do/),
        like(/^warning none is alive.*LECTERN_REDIS_PREFIX/),
      ]);
    await start(server);
    await start(server);
    await expect
      .poll(async () => (await found(server.setting)).at(-1), SOON)
      .toMatch(/^ok 2 alive: \S{6} \(Lectern \d+\.\d+\.\d+\S*, 0 rooms, 0 watchers\); \S{6} \(/);
  });

  test('an instance with another token secret is named', async () => {
    const server = await redis();
    await start(server);
    await start(server, 'j4Wn8sT2xKp6vRb1mQz5cLd9hFg3yUe7');
    await expect
      .poll(() => found(server.setting), SOON)
      .toEqual([
        like(/^ok/),
        like(/^ok/),
        like(/^ok 2 alive/),
        like(/^fault \S{6} has another token secret.*LECTERN_TOKEN_SECRET/),
      ]);
  });

  test('a Redis that is away, a wrong password, a certificate of a stranger', async () => {
    const server = await redis({ users: [documentedUser(PASSWORD)] });
    const wrong = { ...server.setting, username: 'lectern', password: 'wrong' };
    expect(await found(wrong)).toEqual([like(/^fault it is not reached \(WRONGPASS.*LECTERN_REDIS_PASSWORD/)]);
    await server.kill();
    expect(await found(server.setting)).toEqual([like(/^fault it is not reached \(.*ECONNREFUSED.*LECTERN_REDIS_URL/)]);
    const { setting } = await redis({ tls: true });
    await expect.poll(async () => (await found(setting))[0], SOON).toMatch(/^ok .* over TLS/);
    expect(await found({ ...setting, authority: null })).toEqual([like(/^fault .*LECTERN_REDIS_CA_FILE/)]);
  });

  test.each([
    ['+incrby', /^fault it refuses INCRBY: .*ACL SETUSER/],
    ['+lrange', /^fault it refuses LRANGE: .*ACL SETUSER/],
    ['+evalsha', /^fault it runs no scripts .*ACL SETUSER/],
    ['&lectern:*', /^fault no message comes through.*ACL SETUSER/],
    ['~lectern:*', /^fault it r(efuses|uns no scripts).*ACL SETUSER/],
  ])('a user without %s', async (right, says) => {
    const users = [documentedUser(PASSWORD).replace(` ${right}`, '')];
    const { setting } = await redis({ users, username: 'lectern', password: PASSWORD });
    expect(await found(setting)).toContainEqual(like(says));
  });
});
