/**
 * `build/compose.yaml` with `build/compose.instances.yaml` as the guide starts them: two instances
 * in containers behind Caddy. One is killed and started again, and its clients move and come back.
 */
import { expect, test } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { LightRoom } from '../bench/chaos/light-room.ts';
import { DockerCompose, NO_COMPOSE } from '../support/machine/docker-compose.ts';
import { trustAuthority } from '../support/machine/turn-client.ts';

const root = join(import.meta.dirname, '../..');
/** Where Caddy keeps the authority that it makes for names and addresses that are not public. */
const CADDY_AUTHORITY = '/data/caddy/pki/authorities/local/root.crt';
const WATCHERS_A_ROOM = 3;
/** Images are built, and perhaps fetched. */
const PREPARE_TIMEOUT_MS = 900_000;
const SOON = { timeout: 60_000, intervals: [200] };

const found = DockerCompose.find();
test.skip(found === undefined, NO_COMPOSE);

/** Of this machine in its network: the containers reach it by that, too. */
const address =
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '';
/** Caddy's own port: HAProxy, which shares 443 with TURN, has a test of its own. */
const url = `https://${address}:8443`;
const image = `lectern-test:${String(process.pid)}`;
const folder = mkdtempSync(join(tmpdir(), 'lectern-compose-'));

const docker = (...words: readonly string[]): Promise<string> =>
  found?.docker(root, ...words) ?? Promise.reject(new Error(NO_COMPOSE));
/** From the folder above `build`, as the guide has it. */
const compose = (...words: readonly string[]): Promise<string> =>
  found?.compose(folder, '-f', 'build/compose.yaml', '-f', 'build/compose.instances.yaml', ...words) ??
  Promise.reject(new Error(NO_COMPOSE));

/** The lines of `init` and of the guide, and those in which this machine is not a public one. */
async function settings(): Promise<string> {
  const written = await docker('run', '--rm', image, 'init', '--domain', 'a.example', '--turn', 'b.example');
  const changes: Readonly<Record<string, string>> = {
    COMPOSE_PROJECT_NAME: `lectern-test-${String(process.pid)}`,
    DOMAIN: address,
    LECTERN_PUBLIC_URL: url,
    LECTERN_PRESENTING: 'open',
  };
  const lines = written.split('\n').map((line) => {
    const [name = ''] = line.split('=');
    const value = changes[name];
    return value === undefined ? line : `${name}=${value}`;
  });
  const further = [
    `SERVICE_IMAGE=${image}`,
    `LECTERN_TOKEN_SECRET=${randomBytes(32).toString('base64')}`,
    'SECOND_PRESENTER_KEYS=',
    // No client of this test has a network.
    'LECTERN_STUN_URLS=',
    // Caddy's authority is made after the instances have started.
    'NODE_TLS_REJECT_UNAUTHORIZED=0',
  ];
  return [...lines, ...further, ''].join('\n');
}

test.beforeAll(async () => {
  test.setTimeout(PREPARE_TIMEOUT_MS);
  await docker('build', '--tag', image, '--file', 'build/Dockerfile', '.');
  cpSync(join(root, 'build'), join(folder, 'build'), { recursive: true });
  writeFileSync(join(folder, 'build/.env'), await settings(), { mode: 0o600 });
  for (const name of ['compose.yaml', 'compose.instances.yaml']) {
    const file = join(folder, 'build', name);
    // More than the machine of a test may give.
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('nofile: 65536', 'nofile: 4096'));
  }
  await compose('up', '--detach', 'lectern', 'lectern-second', 'caddy');
});
test.afterAll(async () => {
  await compose('down', '--volumes').catch(console.warn);
  await docker('rmi', '--force', image);
});

const Health = z.object({ instance: z.string() });

/** How many instances the balancer has. */
async function instances(): Promise<number> {
  const names = Array.from({ length: 12 }, async () => {
    const answer = await fetch(`${url}/healthz?a=${randomBytes(4).toString('hex')}`);
    return Health.parse(await answer.json()).instance;
  });
  const answered = (await Promise.allSettled(names)).flatMap((name) => (name.status === 'fulfilled' ? name.value : []));
  return new Set(answered).size;
}

/** Rooms that an instance runs, by the admin's command. */
async function roomsAt(service: string): Promise<number> {
  const listed = await compose('exec', '-T', service, 'lectern', 'rooms');
  return listed.split('\n').filter((line) => /\blive\b/.test(line)).length;
}

test('rooms go on at the other instance when one is killed, and come back to it', async () => {
  await expect
    .poll(() => compose('exec', '-T', 'caddy', 'cat', CADDY_AUTHORITY).catch(() => ''), SOON)
    .toContain('BEGIN CERTIFICATE');
  const authority = join(folder, 'caddy.crt');
  writeFileSync(authority, await compose('exec', '-T', 'caddy', 'cat', CADDY_AUTHORITY));
  trustAuthority(authority);
  await expect.poll(instances, SOON).toBe(2);

  const rooms: LightRoom[] = [];
  const atEach = async (): Promise<readonly number[]> => [await roomsAt('lectern'), await roomsAt('lectern-second')];
  while ((await atEach()).includes(0)) {
    const room = await LightRoom.open(url);
    rooms.push(room);
    for (let count = 0; count < WATCHERS_A_ROOM; count += 1) room.join();
    await expect.poll(() => room.isWhole, SOON).toBe(true);
  }
  const before = await atEach();
  const [there = 0] = before;
  const areWhole = (): boolean => rooms.every(({ isWhole }) => isWhole);

  await compose('kill', '-s', 'SIGKILL', 'lectern');
  await expect.poll(() => roomsAt('lectern-second'), SOON).toBe(rooms.length);
  await expect.poll(areWhole, SOON).toBe(true);

  await compose('start', 'lectern');
  await expect.poll(() => atEach().catch(() => []), SOON).toEqual(before);
  await expect.poll(areWhole, SOON).toBe(true);
  // Those who were at the other one have stayed there.
  expect(rooms.filter(({ outages }) => outages.length > 0)).toHaveLength(there);
  expect(rooms.reduce((sum, { linksRefused }) => sum + linksRefused, 0)).toBe(0);
  for (const room of rooms) room.close();
});
