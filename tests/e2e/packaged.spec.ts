/**
 * The app as an installer lays it down: what is in it, what its binary refuses, and the main job
 * done with it.
 */
import { getRawHeader, listPackage, extractFile } from '@electron/asar';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { expect, test } from '@playwright/test';
import type { DesktopApi } from '@lectern/bridge';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import about from '../../package.json' with { type: 'json' };
import { launchPackedApp, type RunningPackedApp } from '../support/drive/packed-app.ts';
import { packApp, type PackedApp } from '../support/drive/packed-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { expectMoreSound, expectPlaying, openChromium, type WatcherBrowser } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { probeRecording } from '../support/measure/recorded-file.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

declare global {
  interface Window {
    readonly lecternDesktop: DesktopApi;
  }
}

let packed: PackedApp;
let userDataDir: string;
let service: ServiceProcess | undefined;
let running: RunningPackedApp | undefined;
let chromium: WatcherBrowser | undefined;

const recordings = (): string => join(userDataDir, 'recordings');

test.describe.configure({ mode: 'serial' });

requires('electron', 'chromium', 'ffmpeg');
test.beforeAll(async () => {
  test.skip(process.platform !== 'linux', 'knows the layout of the Linux package only');
  test.setTimeout(180_000);
  packed = await packApp();
  userDataDir = await mkdtemp(join(tmpdir(), 'lectern-profile-'));
  await mkdir(recordings());
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify({ recordingFolder: recordings() }));
});

test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), running?.close()]);
  await service?.stop();
  for (const folder of [packed && dirname(packed.folder), userDataDir]) {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
});

test('the command says what it has made, and that it neither signs nor updates', () => {
  expect(packed.output).toContain('Linux packages have no signature');
  expect(packed.output).toContain('The app does not look for updates.');
  expect(existsSync(join(packed.resources, 'app-update.yml'))).toBe(false);
});

test('the fuses of the binary are set', async () => {
  const wire = await getCurrentFuseWire(packed.binary);
  expect(wire.version).toBe(FuseVersion.V1);
  const closed = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
    FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    FuseV1Options.GrantFileProtocolExtraPrivileges,
  ] as const;
  for (const fuse of closed) expect([fuse, wire[fuse]]).toEqual([fuse, FuseState.DISABLE]);
  const open = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ] as const;
  for (const fuse of open) expect([fuse, wire[fuse]]).toEqual([fuse, FuseState.ENABLE]);
});

test('the archive holds the bundles and nothing else', () => {
  const archive = join(packed.resources, 'app.asar');
  const entries = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  expect(entries).toEqual(
    expect.arrayContaining([
      '/package.json',
      '/electron/dist/main.js',
      '/electron/dist/preload.cjs',
      '/renderer/dist/index.html',
    ]),
  );
  const belongs = /^\/(package\.json|electron(\/dist(\/[\w.-]+\.(js|cjs|mjs))?)?|renderer(\/dist(\/.*)?)?)$/;
  expect(entries.filter((path) => !belongs.test(path))).toEqual([]);
  expect(entries.filter((path) => /\.(map|ts|tsx)$|node_modules|\/\.|\.test\./.test(path))).toEqual([]);
  expect(existsSync(`${archive}.unpacked`)).toBe(false);
  for (const other of ['app', 'default_app.asar']) expect(existsSync(join(packed.resources, other))).toBe(false);
  // Each file carries the hash that macOS and Windows check.
  expect(getRawHeader(archive).headerString).toContain('"integrity":{"algorithm":"SHA256"');
});

test('its package.json names the app and its version, without scripts and dependencies', () => {
  const its: unknown = JSON.parse(extractFile(join(packed.resources, 'app.asar'), 'package.json').toString('utf8'));
  expect(its).toMatchObject({ name: 'lectern', productName: 'Lectern', version: about.version, type: 'module' });
  for (const field of ['scripts', 'devDependencies', 'dependencies']) expect(its).not.toHaveProperty(field);
});

test('goes live to a watcher although the environment tries to take Node over', async () => {
  service = await startServiceProcess();
  running = await launchPackedApp({
    binary: packed.binary,
    serviceUrl: service.url,
    userDataDir,
    args: [...slowFakeDevices, '--inspect=0'],
    // Any of the three would give control of the main process.
    env: {
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--require=/nowhere/stranger.js',
      LECTERN_RENDERER_URL: 'http://localhost:9/',
    },
  });
  const presenter = new Presenter(running.page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  chromium = await openChromium();
  const watcher = await chromium.watch(url);
  await expectPlaying(watcher);
  await expectMoreSound(watcher);
  await presenter.expectAudience(1);
  expect(running.said()).not.toContain('Debugger listening');
});

test('the running app is the one that was packed', async () => {
  const page = running?.page;
  const host = await page?.evaluate(() => window.lecternDesktop.describeHost());
  expect(host).toMatchObject({ kind: 'desktop', version: about.version });
  // An app without an address for updates has none, and says so.
  expect(await page?.evaluate(() => window.lecternDesktop.readyUpdate())).toBeNull();
  const refusal = await page?.evaluate(() =>
    window.lecternDesktop.installUpdate().catch((error: Error) => error.message),
  );
  expect(refusal).toContain('There is no new version');
});

test('a recording is finished by its own process, which runs from the archive', async () => {
  if (running === undefined) throw new Error('the app is not running');
  const { page } = running;
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByRole('timer', { name: 'Recording' })).toContainText(/0:(0[2-9]|[1-5]\d)/);
  await page.getByRole('button', { name: 'Stop recording' }).click();
  // An unfinished file has another extension, and may be gone when it is read.
  const finished = async (): Promise<string[]> =>
    (await readdir(recordings())).filter((file) => file.endsWith('.webm'));
  await expect.poll(finished).toHaveLength(1);
  const [file = ''] = await finished();
  // Only a seekable file states its duration.
  expect(probeRecording(join(recordings(), file)).seconds).toBeGreaterThan(1);
  await expect.poll(() => readdir(recordings())).toEqual([file]);
});
