/**
 * Two instances without Redis behind the balancers of `build/balancers`: a room's clients meet at
 * one instance, go on together at the other when it dies, and go back together when it has
 * returned.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { spoken, type RoomId } from '@lectern/protocol';
import getPort from 'get-port';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { systemPrograms } from '../../scripts/programs/system-programs.ts';
import { checkProxy } from '../../signaling-server/src/admin/doctor/check-proxy.ts';
import { openLog } from '../../signaling-server/src/admin/log.ts';
import { findTokenKeys } from '../../signaling-server/src/admin/token-key.ts';
import { roomHint } from '../../signaling-server/src/room/ids.ts';
import { adapted, localAddresses, makeProxyFolder } from '../support/machine/adapted-proxy.ts';
import { trustAuthority } from '../support/machine/turn-client.ts';
import { startReverseProxy, type ReverseProxy, type RunningProxy } from '../support/machine/reverse-proxy.ts';
import { closeClients, connect, joinRoom, openRoom, type TestClient } from '../support/service/clients.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

const files: Readonly<Record<ReverseProxy, string>> = {
  caddy: 'Caddyfile',
  nginx: 'nginx.conf',
  haproxy: 'haproxy.cfg',
};
const shipped = (kind: ReverseProxy): string =>
  readFileSync(resolve(import.meta.dirname, '../../build/balancers', files[kind]), 'utf8');

const Health = z.object({ instance: z.string(), rooms: z.optional(z.number()) });
const WATCHERS = 2;
/** A balancer notices a return within its checks, and an instance a second later. */
const MOVED_WITHIN_MS = 20_000;

/** Debian 12 has 2.6, which knows no `lb_policy query`. */
function isNewEnough(kind: ReverseProxy): boolean {
  if (kind !== 'caddy') return true;
  const program = systemPrograms.caddy.find();
  if (program === undefined) return true;
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(String(execFileSync(program, ['version']))) ?? [];
  return Number(major) > 2 || Number(minor) >= 7;
}

const isHere = (kind: ReverseProxy): boolean =>
  isNewEnough(kind) && (systemPrograms[kind].find() !== undefined || Boolean(process.env['CI']));

const tokenSecret = randomBytes(32).toString('base64url');
let folder = '';
let port = 0;
let publicUrl = '';
let instances: readonly ServiceProcess[] = [];

beforeAll(async () => {
  folder = makeProxyFolder();
  trustAuthority(join(folder, 'ca.crt'));
  port = await getPort();
  publicUrl = `https://localhost:${String(port)}`;
  const pageDir = mkdtempSync(join(folder, 'page-'));
  writeFileSync(join(pageDir, 'index.html'), '<title>Lectern</title>');
  const settings = {
    LECTERN_PUBLIC_URL: publicUrl,
    LECTERN_BALANCER_URL: publicUrl,
    LECTERN_TOKEN_SECRET: tokenSecret,
    LECTERN_TRUSTED_PROXIES: '1',
    LECTERN_PAGE_DIR: pageDir,
    LECTERN_LOG_LEVEL: 'info',
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.crt'),
  };
  instances = await Promise.all([
    startServiceProcess(settings, 'source', 'kept'),
    startServiceProcess(settings, 'source', 'kept'),
  ]);
}, 60_000);
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

const nameOf = async (url: string): Promise<string> => Health.parse(await (await fetch(url)).json()).instance;
const chosenFor = (roomId: RoomId): Promise<string> => nameOf(`${publicUrl}/healthz?a=${roomHint(roomId)}`);

const heldBy = async ({ url }: ServiceProcess): Promise<number> =>
  Health.parse(await (await fetch(`${url}/healthz`)).json()).rooms ?? 0;

interface TestRoom {
  readonly presenter: Awaited<ReturnType<typeof openRoom>>;
  readonly watchers: readonly Awaited<ReturnType<typeof joinRoom>>[];
}

const origin = () => ({ Origin: new URL(publicUrl).origin });
const clientsOf = ({ presenter, watchers }: TestRoom): readonly TestClient[] => [
  presenter.client,
  ...watchers.map(({ client }) => client),
];

async function openWithWatchers(): Promise<TestRoom> {
  const presenter = await openRoom(publicUrl, { service: new URL(publicUrl).host });
  const watchers = [];
  for (let count = 0; count < WATCHERS; count += 1)
    watchers.push(await joinRoom(publicUrl, presenter.roomId, {}, origin()));
  return { presenter, watchers };
}

/** All of them at once, each with what it holds, as its app or page does. */
async function comeBack({ presenter: before, watchers }: TestRoom): Promise<TestRoom> {
  const links = watchers.flatMap(({ joined: { link, restored, watcherId } }) => {
    const linkId = link?.linkId ?? restored;
    return linkId === undefined ? [] : [{ linkId, watcherId }];
  });
  expect(links).toHaveLength(WATCHERS);
  const { key, epoch, opened } = before;
  const [presenter, ...back] = await Promise.all([
    openRoom(publicUrl, { key, epoch, links, token: opened.token, service: new URL(publicUrl).host }),
    ...watchers.map(({ joined: { token } }, index) =>
      joinRoom(publicUrl, before.roomId, { token, holds: links[index]?.linkId ?? '' }, origin()),
    ),
  ]);
  expect(presenter.opened.refused).toEqual([]);
  expect(back.map(({ joined }) => joined.restored)).toEqual(links.map(({ linkId }) => linkId));
  return { presenter: { ...presenter, key, epoch }, watchers: back };
}

/** The links of a room work: its presenter reaches every watcher. */
async function expectTogether({ presenter, watchers }: TestRoom, round: number): Promise<void> {
  for (const { client, joined } of watchers) {
    const linkId = joined.link?.linkId ?? joined.restored;
    if (linkId === undefined) throw new Error('a watcher without a link');
    await presenter.client.request('link:offer', { linkId, round, sdp: 'v=0' });
    expect(await client.next('link:offered')).toMatchObject({ linkId, round });
  }
}

describe.each([
  { kind: 'nginx', name: 'nginx' },
  { kind: 'haproxy', name: 'HAProxy' },
  { kind: 'caddy', name: 'Caddy 2.7 or newer' },
] as const)('behind $name', ({ kind }) => {
  let proxy: RunningProxy | undefined;
  afterEach(async () => {
    closeClients();
    await proxy?.close();
  });

  async function start(): Promise<readonly [ServiceProcess, ServiceProcess]> {
    const [first, second] = instances;
    if (first === undefined || second === undefined) throw new Error('no instances');
    const services = {
      '10.0.0.11:8420': new URL(first.url).host,
      '10.0.0.12:8420': new URL(second.url).host,
    };
    const place = { folder, port, addresses: await localAddresses(), services };
    proxy = await startReverseProxy(kind, { configuration: adapted[kind](shipped(kind), place), port });
    // Its checks have found both.
    const found = async () => {
      const names = Array.from({ length: 8 }, () => nameOf(`${publicUrl}/healthz`).catch(() => ''));
      return new Set(await Promise.all(names));
    };
    const names = await Promise.all([nameOf(`${first.url}/healthz`), nameOf(`${second.url}/healthz`)]);
    await expect.poll(found, { timeout: MOVED_WITHIN_MS }).toEqual(new Set(names));
    return [first, second];
  }

  test.skipIf(!isHere(kind))(
    'rooms survive the death of their instance, and go back to it when it returns',
    { timeout: 90_000 },
    async () => {
      const [dying, staying] = await start();
      // Rooms of an earlier test are held until their presenters have been away for long.
      const heldBefore = await heldBy(staying);
      const dead = await nameOf(`${dying.url}/healthz`);
      const alive = await nameOf(`${staying.url}/healthz`);
      const [there, here]: [TestRoom[], TestRoom[]] = [[], []];
      while (there.length < 2 || here.length < 2) {
        const room = await openWithWatchers();
        await expectTogether(room, 1);
        ((await chosenFor(room.presenter.roomId)) === dead ? there : here).push(room);
      }

      const cut = Promise.all(there.flatMap(clientsOf).map((client) => client.disconnected()));
      await dying.kill();
      await cut;
      const moved = await Promise.all(there.map(comeBack));
      for (const room of moved) {
        await expectTogether(room, 2);
        expect(await chosenFor(room.presenter.roomId)).toBe(alive);
      }

      const handedOver = Promise.all(moved.flatMap(clientsOf).map((client) => client.disconnected()));
      await dying.restart();
      const returned = await nameOf(`${dying.url}/healthz`);
      const roomIds = moved.map(({ presenter }) => presenter.roomId);
      const choices = () => Promise.all(roomIds.map((roomId) => chosenFor(roomId).catch(() => '')));
      await expect.poll(choices, { timeout: MOVED_WITHIN_MS }).toEqual(roomIds.map(() => returned));
      // Newcomers may be early: they wait where their room is going to be.
      const early = roomIds.map((roomId) =>
        connect(publicUrl, { role: 'watcher', protocol: spoken, roomId, waits: true }, origin(), roomId),
      );
      expect(new Set(await handedOver)).toEqual(new Set(['transport close']));
      // Only those that belong here are held here now.
      await expect.poll(async () => (await heldBy(staying)) - heldBefore).toBe(here.length);
      const back = await Promise.all(moved.map(comeBack));
      for (const room of back) await expectTogether(room, 3);
      for (const newcomer of early) expect((await newcomer.next('room:joined')).phase).toBe('live');
      // Those that were at the right instance have stayed.
      for (const room of here) {
        expect(clientsOf(room).map(({ socket }) => socket.connected)).toEqual([true, true, true]);
        await expectTogether(room, 2);
      }
      expect(staying.output()).not.toContain('does not keep');
    },
  );

  test.skipIf(!isHere(kind))('limits count the client’s address, and any instance serves a room’s page', async () => {
    await start();
    const config = { dataDir: folder, tokenSecret, oldTokenSecret: null, production: false };
    const findings = await checkProxy(new URL(publicUrl), findTokenKeys(config, openLog('silent'))?.[0]);
    expect(findings.map(({ verdict, subject }) => ({ verdict, subject }))).toEqual([
      { verdict: 'ok', subject: 'proxy' },
    ]);
    const pages = Array.from({ length: 4 }, () => fetch(`${publicUrl}/r/abcdefghijkmnpqrstuv`));
    for (const page of await Promise.all(pages)) expect(await page.text()).toContain('name="room-hint"');
  });
});
