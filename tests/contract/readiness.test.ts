/** `/readyz` answers the last result of the service's own joins, which count nowhere. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { defaultPolicy } from '@lectern/signaling-server';
import { OwnRoom } from '../../signaling-server/src/admin/readiness/own-room.ts';
import { joinOneself } from '../../signaling-server/src/admin/readiness/self-join.ts';
import { isFullRoot } from '../support/machine/full-root.ts';
import { addNamespace } from '../support/network/namespace.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { TestProvider } from '../support/service/identity-provider.ts';
import { presentingBy } from '../support/service/sign-in-service.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

let service: TestService | undefined;
afterEach(async () => {
  closeClients();
  await service?.close();
});

const OFTEN = { selfJoinMs: 20 };

const readiness = async ({ url }: TestService): Promise<unknown[]> => {
  const answer = await fetch(`${url}/readyz`, { headers: { connection: 'close' } });
  return [answer.status, await answer.json()];
};

const metricsOf = async ({ metricsPort }: TestService): Promise<string> =>
  (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text();

const selfJoins = async (one: TestService, outcome: 'ok' | 'failed'): Promise<number> =>
  Number(new RegExp(`self_join_seconds_count{outcome="${outcome}"} (\\d+)`).exec(await metricsOf(one))?.[1]);

const ready = [200, { status: 'ready' }];

test('a service that joins itself is ready, and nothing of that is counted', async () => {
  service = await startSignaling({ door: OFTEN, metrics: { host: '127.0.0.1', port: 0 } });
  const own = service;
  await expect.poll(() => selfJoins(own, 'ok'), { timeout: 20_000 }).toBeGreaterThan(2);
  expect(await readiness(own)).toEqual(ready);
  const metrics = await metricsOf(own);
  for (const name of ['joins', 'requests', 'turn_credentials']) {
    expect(metrics).not.toMatch(new RegExp(`^lectern_${name}_total{.*} [1-9]`, 'm'));
  }
  expect(metrics).toMatch(/^lectern_watchers 0$/m);
  expect(metrics).toMatch(/^lectern_sockets{role="presenter"} 0$/m);
  expect(metrics).toMatch(/^lectern_rooms{phase="live"} 0$/m);
  expect(await (await fetch(`${own.url}/healthz`)).json()).toMatchObject({ rooms: 0, watchers: 0 });
});

test('the settings of production keep it from nothing: public name, presenter keys, proxies, limits', async () => {
  service = await startSignaling({
    door: { ...OFTEN, connectionsPerMinute: 1, newRoomsPerMinute: 1, socketsPerAddress: 1, openingsPerMinute: 1 },
    metrics: { host: '127.0.0.1', port: 0 },
    production: true,
    host: '::',
    publicUrl: 'https://lectern.example/live',
    presenting: { kind: 'keys', source: { kind: 'list', keys: ['kJ8w2LqZ5nR7vT1xYb4cD6fG9h'] } },
    trustedProxies: 1,
    maxRooms: 1,
    maxRoomsPerAddress: 1,
    embedOrigins: ['https://lms.example'],
  });
  const own = service;
  await expect.poll(() => selfJoins(own, 'ok'), { timeout: 20_000 }).toBeGreaterThan(2);
  expect(await readiness(own)).toEqual(ready);
  expect(await selfJoins(own, 'failed')).toBe(0);
});

test('a service whose presenters sign in joins itself without that, also while the provider is away', async () => {
  const provider = await TestProvider.start();
  const presenting = presentingBy(provider);
  await provider.stop();
  service = await startSignaling({ door: OFTEN, metrics: { host: '127.0.0.1', port: 0 }, ...presenting });
  const own = service;
  await expect.poll(() => selfJoins(own, 'ok'), { timeout: 20_000 }).toBeGreaterThan(2);
  expect(await readiness(own)).toEqual(ready);
  expect(await selfJoins(own, 'failed')).toBe(0);
  await expect(openRoom(own.url)).rejects.toThrow('sign-in-required');
});

test('no other client gets in this way', async () => {
  service = await startSignaling({
    presenting: { kind: 'keys', source: { kind: 'list', keys: ['kJ8w2LqZ5nR7vT1xYb4cD6fG9h'] } },
  });
  for (const secret of ['', 'a'.repeat(43)]) {
    const headers = { 'x-lectern-own-connection': secret };
    await expect(openRoom(service.url, { headers })).rejects.toThrow('key-required');
  }
});

test('a service that admits no one any more is not ready, and ready again when it does', async () => {
  // A self-join needs two connections.
  service = await startSignaling({ door: { ...OFTEN, maxConnections: 2 } });
  const own = service;
  await expect.poll(() => readiness(own), { timeout: 20_000 }).toEqual(ready);
  const idle = connect(own.port, '127.0.0.1');
  await once(idle, 'connect');
  await expect
    .poll(() => readiness(own).catch(() => undefined), { timeout: 20_000 })
    .toEqual([503, { status: 'failing' }]);
  idle.destroy();
  await expect.poll(() => readiness(own).catch(() => undefined), { timeout: 20_000 }).toEqual(ready);
});

test('a self-join whose watcher is refused fails once: the end of its time does not end the process', async () => {
  service = await startSignaling({ maxWatchersPerRoom: 0 });
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  const time = new AbortController();
  const options = { room: new OwnRoom(), url: service.url, headers: {}, service: new URL(service.url).host };
  await expect(joinOneself(options, time.signal)).rejects.toThrow('room-full');
  time.abort();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

test('a service under load is still ready: those who return find it', async () => {
  const always = { lagMs: -1, unreadLagMs: -1, heap: 0 };
  const load = {
    'new-watcher': always,
    'new-presenter': always,
    'returning-watcher': always,
    'returning-presenter': always,
  };
  service = await startSignaling({ door: { ...OFTEN, load } });
  const own = service;
  await expect.poll(() => readiness(own), { timeout: 20_000 }).toEqual(ready);
});

test('the own room does not take a seat from the others', async () => {
  service = await startSignaling({ door: OFTEN, maxRooms: 1, maxWatchersPerRoom: 1 });
  const own = service;
  await expect.poll(() => readiness(own), { timeout: 20_000 }).toEqual(ready);
  const { roomId } = await openRoom(own.url);
  expect((await joinRoom(own.url, roomId)).joined.phase).toBe('live');
  expect(defaultPolicy.door.selfJoinMs).toBe(10_000);
});

// As in a container: it may listen on `::`, and has no address of IPv6.
test.skipIf(!isFullRoot() && !process.env['CI'])('a loopback without IPv6 is enough', { timeout: 60_000 }, async () => {
  const machine = await addNamespace();
  try {
    await machine.ip('-6 address del ::1/128 dev lo');
    const program = join(import.meta.dirname, '../../signaling-server/src/main.ts');
    const child = machine.startNode([program], { LECTERN_DATA_DIR: await makeDataDir(), LECTERN_PORT: '8420' });
    let log = '';
    child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    await expect.poll(() => log, { timeout: 30_000 }).toMatch(/"state":"(ready|failing)"/);
    expect(log).toContain('"state":"ready"');
  } finally {
    await machine.remove();
  }
});
