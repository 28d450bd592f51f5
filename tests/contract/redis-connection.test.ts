/**
 * The service's connection to the real Redis: its outages, TLS, and a user with no more rights than
 * the guide gives.
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import pino from 'pino';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import {
  RedisAway,
  RedisConnection,
  type RedisSetting,
} from '../../signaling-server/src/cluster/redis/redis-connection.ts';
import { Script } from '../../signaling-server/src/cluster/redis/script.ts';
import { documentedUser, startRedis, type RedisServer } from '../support/machine/redis.ts';

const PASSWORD = 'f8Wq2vN5tZ';
const within = { timeout: 15_000, interval: 20 };

describe.skipIf(systemPrograms.redis.find() === undefined)('the connection to Redis', () => {
  let server: RedisServer | undefined;
  const connections: RedisConnection[] = [];
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });

  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.close();
    await server?.close();
    lines.length = 0;
  });

  const open = (setting: RedisSetting): RedisConnection => {
    const connection = new RedisConnection(setting, log);
    connections.push(connection);
    return connection;
  };
  const here = (connection: RedisConnection) => vi.waitFor(() => expect(connection.state.type).toBe('here'), within);
  const away = (connection: RedisConnection) => vi.waitFor(() => expect(connection.state.type).toBe('away'), within);

  test('a killed Redis: commands are refused at once and not kept, and it comes back with its subscriptions', async () => {
    server = await startRedis();
    const connection = open(server.setting);
    const heard: string[] = [];
    await connection.subscribe('lectern:a', (message) => heard.push(message.toString()));
    await here(connection);
    const changes: string[] = [];
    connection.watch({ here: () => changes.push('here'), away: () => changes.push('away') });
    await server.kill();
    await away(connection);
    await expect(connection.command(['SET', 'lectern:k', '1'])).rejects.toThrow(RedisAway);
    await server.start();
    await here(connection);
    expect(changes).toEqual(['away', 'here']);
    expect(await connection.command(['GET', 'lectern:k'])).toBeNull();
    expect(await connection.command(['PUBLISH', 'lectern:a', 'again'])).toBe(1);
    await vi.waitFor(() => expect(heard).toEqual(['again']), within);
    // An outage is two lines, no matter how many attempts it took.
    const outage = lines.map((line) => String(JSON.parse(line).msg)).filter((line) => line.startsWith('redis'));
    expect(outage.slice(0, 2)).toEqual(['redis connected', 'redis away']);
    expect(outage.at(-1)).toBe('redis connected');
    expect(outage.length).toBeLessThanOrEqual(5);
  });

  test('a frozen Redis, which closes nothing, is away as well, and its commands are given up', async () => {
    server = await startRedis();
    const connection = open(server.setting);
    await here(connection);
    server.freeze();
    await expect(connection.command(['GET', 'lectern:k'])).rejects.toThrow(RedisAway);
    await away(connection);
    server.thaw();
    await here(connection);
    expect(await connection.command(['GET', 'lectern:k'])).toBeNull();
  });

  test('a script runs also after Redis has forgotten it; an error of Redis is no outage', async () => {
    server = await startRedis();
    const connection = open(server.setting);
    await here(connection);
    const script = new Script('return ARGV[1]');
    expect(await script.run(connection, [], ['once'])).toBe('once');
    await connection.command(['SCRIPT', 'FLUSH']);
    expect(await script.run(connection, [], ['again'])).toBe('again');
    await expect(new Script('return redis.call("NOTHING")').run(connection, [], [])).rejects.not.toThrow(RedisAway);
    expect(connection.state.type).toBe('here');
  });

  test('TLS: the authority of the setting is trusted, and no other', async () => {
    server = await startRedis({ tls: true });
    const connection = open(server.setting);
    await here(connection);
    expect(await connection.command(['GET', 'lectern:k'])).toBeNull();
    const stranger = open({ ...server.setting, authority: null });
    await vi.waitFor(
      () => expect(stranger.state).toMatchObject({ reason: expect.stringMatching(/certificate/) }),
      within,
    );
  });

  test('a wrong password and a Redis that wants one are named, and no log line has the password', async () => {
    server = await startRedis({ users: [`default on >${PASSWORD} ~* &* +@all`] });
    const wrong = open({ ...server.setting, password: `not-${PASSWORD}` });
    await vi.waitFor(() => expect(wrong.state).toMatchObject({ reason: expect.stringMatching(/WRONGPASS/) }), within);
    const none = open(server.setting);
    await vi.waitFor(() => expect(none.state).toMatchObject({ reason: expect.stringMatching(/NOAUTH/) }), within);
    const right = open({ ...server.setting, password: PASSWORD });
    await here(right);
    expect(lines.join()).not.toContain(PASSWORD);
  });

  test('the user of the guide reaches the keys and channels of the service, and nothing else', async () => {
    server = await startRedis({ users: ['default off', documentedUser(PASSWORD)] });
    const connection = open({ ...server.setting, username: 'lectern', password: PASSWORD });
    await here(connection);
    await connection.subscribe('lectern:channel', () => undefined);
    expect(await new Script('return redis.call("SET", KEYS[1], "1")').run(connection, ['lectern:k'], [])).toBe('OK');
    for (const words of [
      ['GET', 'other:k'],
      ['PUBLISH', 'other', 'x'],
      ['KEYS', '*'],
      ['FLUSHALL'],
      ['CONFIG', 'GET', '*'],
    ]) {
      await expect(connection.command(words)).rejects.toThrow(/NOPERM|no permissions/i);
    }
    await expect(new Script('return redis.call("GET", "other:k")').run(connection, [], [])).rejects.toThrow(/key/i);
  });
});
