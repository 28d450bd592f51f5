/**
 * The container image: built as the Dockerfile says, run with no rights on a root that cannot be
 * written. A browser watches a presenter through it, while it is stopped, and after its restart.
 */
import { expect, test } from '@playwright/test';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnrolmentLink } from '@lectern/bridge';
import { PRESENTER_KEY_HEADER, spoken } from '@lectern/protocol';
import * as z from 'zod/mini';
import { asking, newProof } from '../../signaling-server/src/room/passcode.fixture.ts';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import { expectMoreFrames, expectPlaying, watchersIn } from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { startCoturn } from '../support/machine/coturn.ts';
import { ContainerEngine, hasContainerEngine, NO_ENGINE } from '../support/machine/container-engine.ts';
import { requires } from '../support/machine/requirements.ts';
import { closeClients, joinRoom, openRoom, refusalOf } from '../support/service/clients.ts';
import { newVolume, ServiceContainer, type ContainerOptions } from '../support/service/service-container.ts';

/** On a machine without an engine it is installed first, which takes three minutes. */
const PREPARE_TIMEOUT_MS = 900_000;

test.skip(!hasContainerEngine(), NO_ENGINE);
requires('chromium');
test.describe.configure({ mode: 'serial' });

let engine: ContainerEngine;
let image: string;
test.beforeAll(async () => {
  test.setTimeout(PREPARE_TIMEOUT_MS);
  const found = await ContainerEngine.find();
  test.skip(found === undefined, NO_ENGINE);
  if (found === undefined) return;
  engine = found;
  image = await engine.buildImage();
});
test.afterAll(async () => void (await engine?.run('rmi', '--force', image)));

const Containers = z.tuple([
  z.object({
    EffectiveCaps: z.nullable(z.array(z.string())),
    Config: z.object({ User: z.string() }),
    HostConfig: z.object({ ReadonlyRootfs: z.boolean(), Memory: z.number(), SecurityOpt: z.array(z.string()) }),
  }),
]);

/** Of this machine in its networks. Browsers do not reach a TURN server by the loopback address. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : [])),
  );

const ending: (() => Promise<unknown>)[] = [];
test.afterEach(async () => {
  closeClients();
  for (const end of ending.splice(0).toReversed()) await end();
});

const forgottenVolume = (): string => {
  const volume = newVolume();
  ending.push(() => engine.run('volume', 'rm', '--force', volume));
  return volume;
};

async function start(options: ContainerOptions): Promise<ServiceContainer> {
  const container = await ServiceContainer.start(engine, image, options);
  ending.push(() => container.remove());
  return container;
}

const Check = z.optional(z.object({ Test: z.array(z.string()) }));
/** Docker puts the health check into `Config`, Podman beside it. */
const Images = z.tuple([
  z.object({
    Size: z.number(),
    Config: z.object({ User: z.string(), Volumes: z.record(z.string(), z.object()), Healthcheck: Check }),
    Healthcheck: Check,
  }),
]);

test('it is small, belongs to no user, and checks its own health', async () => {
  const [about] = Images.parse(JSON.parse(await engine.run('image', 'inspect', image)));
  const { Size, Config, Healthcheck = Config.Healthcheck } = about;
  expect(Size).toBeLessThan(150_000_000);
  expect(Config.User).toBe('65532:65532');
  expect(Object.keys(Config.Volumes)).toEqual(['/data']);
  expect(Healthcheck?.Test).toEqual(['CMD', 'lectern', 'health']);
});

test('with nothing but a public URL it admits presenters by key, and an update keeps both keys and tokens', async () => {
  const volume = forgottenVolume();
  const first = await start({ volume });
  const link = await first.command('keys', 'add', 'Ada');
  const key = readEnrolmentLink(link)?.key ?? '';
  expect((await refusalOf(first.url, { role: 'presenter', protocol: spoken })).code).toBe('key-required');
  const headers = { [PRESENTER_KEY_HEADER]: key };
  const passcode = newProof();
  const { roomId } = await openRoom(first.url, { headers, entry: asking(passcode) });
  const watcher = { role: 'watcher', protocol: spoken, roomId };
  expect((await refusalOf(first.url, watcher)).code).toBe('passcode-required');
  const { token, watcherId } = (await joinRoom(first.url, roomId, { passcode })).joined;
  expect(await first.stop()).toBe(0);
  await first.remove();

  const second = await start({ volume });
  expect((await joinRoom(second.url, roomId, { token })).joined).toMatchObject({ watcherId, rebuilt: true });
  const { client } = await openRoom(second.url, { headers });
  expect(await second.command('rooms')).toContain('Ada');
  await second.command('keys', 'revoke', 'Ada');
  expect(await client.next('run:ended')).toEqual({ reason: 'revoked' });
  const presenter = { role: 'presenter', protocol: spoken, key };
  expect((await refusalOf(second.url, presenter)).code).toBe('key-refused');

  // With another volume the service is another one.
  const other = await start({ volume: forgottenVolume() });
  expect((await refusalOf(other.url, { ...watcher, token })).code).toBe('unauthorized');
});

/** A container that everybody may present on, and a presenter there who is not live yet. */
async function openStage(settings: Readonly<Record<string, string>> = {}) {
  const served = await serveDrawnPresenter();
  ending.push(() => served.close());
  const browser = await launchChromium();
  ending.push(() => browser.close());
  const environment = { LECTERN_PRESENTING: 'open', LECTERN_ALLOWED_ORIGINS: served.origin, ...settings };
  const container = await start({ volume: forgottenVolume(), environment });
  const presenter = await DrawnPresenter.load(browser, served.origin);
  await presenter.open(container.url);
  const watch = () => watchersIn(browser).watch(`${container.url}/r/${presenter.roomId}`);
  return { container, presenter, watch };
}

test('a room is watched through it, while it is stopped, and after its restart', async () => {
  const { container, presenter, watch } = await openStage();
  await presenter.goLive();
  const early = await watch();
  await expectPlaying(early);

  expect(await container.stop()).toBe(0);
  await expectMoreFrames(early);
  await container.startAgain();
  await presenter.untilOpen();
  const late = await watch();
  await expectPlaying(late);
  await expectPlaying(early);
});

test('a room that uses TURN only is watched through it', async () => {
  requires('coturn', 'openssl');
  const [address = ''] = ownAddresses();
  const coturn = await startCoturn({ addresses: [address], allowed: [`${address}-${address}`] });
  ending.push(() => coturn.close());
  const { presenter, watch } = await openStage({
    LECTERN_TURN_URLS: `turn:${address}:${String(coturn.port)}?transport=udp`,
    LECTERN_TURN_SECRET: coturn.secret,
  });
  await presenter.useTurnOnly(true);
  await presenter.goLive();
  const watcher = await watch();
  await expectPlaying(watcher);
  expect((await watcher.facts()).localCandidateType).toBe('relay');
  expect(await presenter.candidateTypes()).toEqual(new Set(['relay']));
});

test('the Kubernetes manifest runs it as it says', async () => {
  test.skip(!engine.isPodman, 'needs Podman');
  const name = newVolume();
  const manifest = readFileSync(join(import.meta.dirname, '../../build/kubernetes/lectern.yaml'), 'utf8');
  const file = join(mkdtempSync(join(tmpdir(), 'lectern-kubernetes-')), 'lectern.yaml');
  // Names of its own, so that nothing of this machine is touched.
  const changed = manifest.replace(/(?<=image: )\S+/, image).replaceAll(/(?<=name: |claimName: )lectern\b(?!-)/g, name);
  writeFileSync(file, changed);
  ending.push(() => engine.run('volume', 'rm', '--force', name));
  ending.push(() => engine.run('kube', 'down', file));
  const played = await engine.run('kube', 'play', file);
  const id = /^Container:\n(\w+)$/m.exec(played)?.[1] ?? '';
  await expect.poll(() => engine.run('exec', id, 'lectern', 'health').catch(String)).toBe('The service answers.');

  // As its probes and a Prometheus ask, from inside.
  const paths = [...manifest.matchAll(/httpGet: { path: (\S+), port: http }/g)].map((match) => `8420${match[1]}`);
  expect(paths).toHaveLength(2);
  const ask = `Promise.all(process.argv.slice(1).map(async (at) => (await fetch('http://127.0.0.1:' + at)).status))
    .then((answers) => console.log(answers.join(' ')))`;
  const statuses = () => engine.run('exec', id, '/nodejs/bin/node', '-e', ask, ...paths, '9464/metrics');
  await expect.poll(statuses, { timeout: 30_000 }).toBe('200 200 200');

  const [about] = Containers.parse(JSON.parse(await engine.run('container', 'inspect', id)));
  expect(about.EffectiveCaps ?? []).toEqual([]);
  expect(about.Config.User).toBe('65532:65532');
  expect(about.HostConfig).toMatchObject({ ReadonlyRootfs: true, Memory: 2 ** 30 });
  expect(about.HostConfig.SecurityOpt).toContain('no-new-privileges');
  await engine.run('stop', '--time', '30', id);
  expect(await engine.run('inspect', '--format', '{{.State.ExitCode}}', id)).toBe('0');
});
