/**
 * The admin's commands where two instances, each a process of its own, are one service on Redis:
 * rooms of both, an instance that does not answer, and a key that is taken back.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRESENTER_KEY_HEADER, spoken } from '@lectern/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { askService } from '../../signaling-server/src/admin/control/ask-service.ts';
import { ADMIN_CALL_MS, ALIVE_MS, CHANGED_FILE_CHECK_MS } from '../../signaling-server/src/policy.ts';
import { startRedis, type RedisServer } from '../support/machine/redis.ts';
import { about, closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { runServiceCommand } from '../support/service/run-command.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { makeDataDir } from '../support/service/start-service.ts';

const KEY = 'kJ8w2LqZ5nR7vT1xYb4cD6fG9hM3pS0u';
const SOON = { timeout: 20_000 };
const headers = { [PRESENTER_KEY_HEADER]: KEY };

interface Instance {
  readonly service: ServiceProcess;
  readonly dataDir: string;
  readonly ask: typeof askService;
}

describe.skipIf(systemPrograms.redis.find() === undefined)('on Redis', () => {
  let redis: RedisServer;
  let all: Instance[] = [];
  let keyFile = '';

  async function start(): Promise<Instance> {
    const dataDir = await makeDataDir();
    const service = await startServiceProcess(
      {
        LECTERN_DATA_DIR: dataDir,
        LECTERN_REDIS_URL: redis.url,
        LECTERN_TOKEN_SECRET: 'x7Qm2vR9kLw4tYb8nZc3jHd6sFg1pAe5',
        LECTERN_PRESENTING: 'keys',
        LECTERN_PRESENTER_KEYS: keyFile,
        LECTERN_LOG_LEVEL: 'silent',
      },
      'source',
    );
    return { service, dataDir, ask: (_env, request) => askService({ LECTERN_DATA_DIR: dataDir }, request) };
  }
  const instanceAt = (index: number): Instance => {
    const instance = all[index];
    if (instance === undefined) throw new Error('not started');
    return instance;
  };
  const first = (): Instance => instanceAt(0);
  const second = (): Instance => instanceAt(1);
  const roomsOf = ({ ask }: Instance) => ask({}, { command: 'list-rooms' });
  const knowsBoth = async (instance: Instance): Promise<void> => {
    const owners = new Set((await roomsOf(instance)).rooms.map((room) => room.instance));
    if (owners.size !== all.length) throw new Error('it does not know of the other yet');
  };
  const opened = ({ service }: Instance) => openRoom(service.url, { headers });

  beforeAll(async () => {
    redis = await startRedis();
    keyFile = join(await makeDataDir(), 'presenter-keys');
    writeFileSync(keyFile, `${KEY} Ada\n`);
    all = [await start(), await start()];
    for (const instance of all) await vi.waitFor(() => opened(instance), SOON);
    // An instance knows of another with its own next heartbeat.
    for (const instance of all) await vi.waitFor(() => knowsBoth(instance), SOON);
  }, 60_000);
  afterEach(() => closeClients());
  afterAll(async () => {
    for (const { service } of all) process.kill(service.pid(), 'SIGCONT');
    await Promise.all(all.map(({ service }) => service.stop()));
    await redis.close();
  });

  test('each lists the rooms of both, and ends one of the other', async () => {
    const [here, there] = [await opened(first()), await opened(second())];
    const watcher = await joinRoom(first().service.url, there.roomId);
    const listed = await roomsOf(first());
    const instanceOf = (roomId: string): string | undefined =>
      listed.rooms.find(({ room }) => room === `${roomId.slice(0, 5)}…`)?.instance;
    expect(instanceOf(here.roomId)).toMatch(/^[\w-]{6}$/);
    expect(instanceOf(there.roomId)).toMatch(/^[\w-]{6}$/);
    expect(instanceOf(there.roomId)).not.toBe(instanceOf(here.roomId));
    expect([listed.total, listed.silent]).toEqual([listed.rooms.length, []]);
    const { out } = await runServiceCommand(['rooms'], { LECTERN_DATA_DIR: second().dataDir });
    expect(out).toMatch(/^room +phase +watchers +instance +presenter +title$/m);
    expect(out).toMatch(new RegExp(`^${there.roomId.slice(0, 5)}… +live +1 +\\S{6} +Ada +${about.title}$`, 'm'));

    const link = `https://lectern.example/r/${there.roomId}`;
    expect(await first().ask({}, { command: 'end-room', room: link })).toMatchObject({ watchers: 1 });
    expect(await there.client.next('run:ended')).toEqual({ reason: 'admin' });
    expect(await watcher.client.next('room:changed')).toMatchObject({ phase: 'ended', endedByService: true });
    await expect(first().ask({}, { command: 'end-room', room: link })).rejects.toThrow('no presenter whose run');
    await expect(first().ask({}, { command: 'end-room', room: 'nosuch' })).rejects.toThrow('There is no room');
  });

  test('an instance that does not answer is named, and the others are listed', async () => {
    const here = await opened(first());
    const silent = second().service.pid();
    process.kill(silent, 'SIGSTOP');
    const listed = await roomsOf(first());
    process.kill(silent, 'SIGCONT');
    expect(listed.silent).toEqual([{ instance: expect.stringMatching(/^[\w-]{6}$/), rooms: expect.any(Number) }]);
    expect(listed.rooms.map(({ room }) => room)).toContain(`${here.roomId.slice(0, 5)}…`);
    // It counts as alive for longer than its answer is waited for.
    expect(ADMIN_CALL_MS).toBeLessThan(ALIVE_MS);
    await expect.poll(async () => (await roomsOf(first())).silent, SOON).toEqual([]);
  });

  test('a key that is taken back at one is refused by the other, and its rooms there end', async () => {
    const there = await opened(second());
    await first().ask({}, { command: 'revoke-key', key: 'Ada' });
    expect(await there.client.next('run:ended')).toEqual({ reason: 'revoked' });
    for (const { service } of all) {
      const refused = await refusalOf(service.url, { role: 'presenter', protocol: spoken }, headers);
      expect(refused.code).toBe('key-refused');
    }
    // The file is looked at twice before the key counts as missing.
    expect(2 * CHANGED_FILE_CHECK_MS).toBeLessThan(5_000);
  });
});
