/**
 * The packed app updates itself from a web server: it downloads only while off air, and installs
 * when the presenter says so.
 */
import { expect, test } from '@playwright/test';
import type { DesktopApi } from '@lectern/bridge';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { launchPackedApp, type RunningPackedApp } from '../support/drive/packed-app.ts';
import { packApp, type PackedApp } from '../support/drive/packed-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { openUpdateFeed, type UpdateFeed } from '../support/service/update-feed.ts';

declare global {
  interface Window {
    readonly lecternDesktop: DesktopApi;
  }
}

const LINE = 'Lectern 9.9 is ready. Restart to use it.';

let packed: PackedApp;
let service: ServiceProcess;
let feed: UpdateFeed;
let folder: string;
let running: RunningPackedApp | undefined;

/** The file that a user would start. The packed app runs as if it had been started from it. */
const appImage = (): string => join(folder, 'Lectern.AppImage');
const marker = (): string => join(folder, 'new-version-ran');

/**
 * The next version: a program that writes a file when it runs. It is long, so that half a download
 * is not all of it.
 */
const nextVersion = (): Buffer =>
  Buffer.from(`#!/bin/sh\necho ran > '${marker()}'\nexit 0\n${'# ballast\n'.repeat(60_000)}`);

async function launch(): Promise<RunningPackedApp> {
  running = await launchPackedApp({
    binary: packed.binary,
    serviceUrl: service.url,
    userDataDir: join(folder, 'profile'),
    args: slowFakeDevices,
    env: { APPIMAGE: appImage(), XDG_CACHE_HOME: join(folder, 'cache') },
  });
  return running;
}

requires('electron');
test.beforeAll(async () => {
  test.skip(process.platform !== 'linux', 'renews an AppImage');
  test.setTimeout(180_000);
  folder = await mkdtemp(join(tmpdir(), 'lectern-update-'));
  feed = await openUpdateFeed('9.9.0', nextVersion());
  [packed, service] = await Promise.all([packApp({ LECTERN_UPDATES: feed.url }), startServiceProcess()]);
});

test.beforeEach(async () => {
  await writeFile(appImage(), 'the version before');
  await chmod(appImage(), 0o755);
});

test.afterEach(async () => {
  await running?.close();
  running = undefined;
});

test.afterAll(async () => {
  await service?.stop();
  await feed?.close();
  for (const each of [packed && dirname(packed.folder), folder])
    if (each) await rm(each, { recursive: true, force: true });
});

test('a file whose hash is wrong is discarded', async () => {
  feed.serve('tampered');
  const { page, said } = await launch();
  await expect.poll(said, { timeout: 30_000 }).toContain('the update failed');
  await expect.poll(said).toContain('sha512');
  expect(await page.evaluate(() => window.lecternDesktop.readyUpdate())).toBeNull();
  await expect(page.getByText(LINE)).toHaveCount(0);
  expect(await readFile(appImage(), 'utf8')).toBe('the version before');
});

test('going live stops the download; afterwards the version is downloaded, announced and installed by one press', async () => {
  feed.serve('held');
  const before = { ...feed.counts };
  const { page, ended } = await launch();
  const presenter = new Presenter(page);
  await presenter.watchUrl();
  await expect.poll(() => feed.counts.files).toBe(before.files + 1);
  await presenter.goLive();
  await expect.poll(() => feed.counts.givenUp).toBe(before.givenUp + 1);

  feed.serve('whole');
  await presenter.stop();
  await expect(page.getByText(LINE)).toBeVisible();
  expect(feed.counts.files).toBe(before.files + 2);

  // Live again: nothing is announced, and the bridge refuses to install.
  await presenter.goLive();
  await expect(page.getByText(LINE)).toHaveCount(0);
  const refusal = await page.evaluate(() =>
    window.lecternDesktop.installUpdate().catch((error: Error) => error.message),
  );
  expect(refusal).toBe('You are live or recording. The new version waits until you have stopped.');
  expect(await readFile(appImage(), 'utf8')).toBe('the version before');
  await presenter.stop();

  await page.getByRole('button', { name: 'Restart' }).click();
  await ended;
  await expect.poll(() => existsSync(marker())).toBe(true);
  expect((await readFile(appImage())).equals(nextVersion())).toBe(true);
});
