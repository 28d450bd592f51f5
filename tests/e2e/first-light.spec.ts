/**
 * The main job with real parts: the app, the service as a process, watchers in Chromium and
 * Firefox.
 */
import { expect, test, type ElectronApplication } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import {
  expectAllPlaying,
  expectMoreFramesInAll,
  expectMoreSound,
  expectPlaying,
  gapsOver,
  openChromium,
  openFirefox,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

/** A gap this long is a lost second. */
const SECOND_MS = 1_000;

let service: ServiceProcess;
let app: ElectronApplication;
let presenter: Presenter;
let chromium: WatcherBrowser;
let firefox: WatcherBrowser;
let watchers: Watcher[];

test.describe.configure({ mode: 'serial' });

requires('electron', 'chromium', 'firefox');
test.beforeAll(async () => {
  service = await startServiceProcess({ LECTERN_METRICS_PORT: '0' });
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir, args: fakeDevices });
  app = launched.app;
  presenter = new Presenter(launched.page);
  [chromium, firefox] = await Promise.all([openChromium(), openFirefox()]);
});

test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), firefox?.close(), app?.close()]);
  await service?.stop();
});

test('three Chromium tabs and one Firefox wait for the presenter, then see and hear it', async () => {
  const url = await presenter.watchUrl();
  watchers = await Promise.all([chromium.watch(url), chromium.watch(url), chromium.watch(url), firefox.watch(url)]);
  for (const watcher of watchers) await expect.poll(watcher.view).toBe('waiting');
  await presenter.expectAudience(4);
  await presenter.goLive();
  await expectAllPlaying(watchers);
  for (const watcher of watchers) {
    await expectMoreSound(watcher);
    const { width, height, connections } = await watcher.facts();
    // The picture may be scaled down, never distorted.
    expect(width / height).toBeCloseTo(16 / 9, 2);
    expect(connections).toBe(1);
  }
  await presenter.expectAudience(4);
});

test('the service knows how the first pictures came, and how many links there are', async () => {
  const sum = async (series: RegExp): Promise<number> =>
    [...(await service.metrics()).matchAll(series)].reduce((total, [, value]) => total + Number(value), 0);
  const sums = async () => ({
    pictures: await sum(/^lectern_time_to_connect_seconds_count\{.*\} (\d+)$/gm),
    links: await sum(/^lectern_links\{.*\} (\d+)$/gm),
  });
  await expect.poll(sums, { timeout: 40_000 }).toEqual({ pictures: 4, links: 4 });
});

test('a watcher who joins or leaves does not disturb the others', async () => {
  const url = await presenter.watchUrl();
  const calmMs = await gapsOver(watchers, 60, async () => undefined);
  const gapsMs = await gapsOver(watchers, 15, async () => {
    const guest = await chromium.watch(url);
    await expectPlaying(guest);
    await presenter.expectAudience(5);
    await guest.close();
    await presenter.expectAudience(4);
  });
  // The time before is the control: opening a page takes much of a busy machine.
  for (const [index, calm] of calmMs.entries()) expect(gapsMs[index]).toBeLessThan(SECOND_MS + 2 * calm);
});

test('watchers see that the presenter has paused, and resuming brings the picture back', async () => {
  await presenter.page.getByRole('button', { name: 'Pause' }).click();
  for (const watcher of watchers) await expect.poll(watcher.view).toBe('paused');
  await presenter.page.getByRole('button', { name: 'Resume' }).click();
  await expectAllPlaying(watchers);
});

test('a killed and restarted service costs no second of picture, and admits old and new watchers', async () => {
  const url = await presenter.watchUrl();
  const calmMs = await gapsOver(watchers, 60, async () => undefined);
  await Promise.all(watchers.map((watcher) => watcher.resetGap()));
  await service.kill();
  await presenter.expectStatus('trouble');
  await expectMoreFramesInAll(watchers, 60);
  await service.restart();
  await presenter.expectStatus('live');
  expect(await presenter.watchUrl()).toBe(url);
  // All are back in the room of a service that had forgotten them.
  await presenter.expectAudience(4);
  await expectMoreFramesInAll(watchers);
  for (const [index, watcher] of watchers.entries()) {
    const { connections, longestGapMs } = await watcher.facts();
    expect(connections).toBe(1);
    expect(longestGapMs).toBeLessThan(SECOND_MS + 2 * (calmMs[index] ?? 0));
  }
  const late = await chromium.watch(url);
  await expectPlaying(late);
  await presenter.expectAudience(5);
  await late.close();
  await presenter.expectAudience(4);
});

test('a service that is stopped and started again changes nothing on any screen', async () => {
  const url = await presenter.watchUrl();
  await service.stop();
  expect(await presenter.status()).toBe('live');
  await expectMoreFramesInAll(watchers, 20);
  for (const watcher of watchers) expect(await watcher.view()).toBe('live');
  await service.restart();
  await expect.poll(() => service.metrics(), { timeout: 40_000 }).toMatch(/^lectern_watchers 4$/m);
  await presenter.expectStatus('live');
  expect(await presenter.watchUrl()).toBe(url);
  await presenter.expectAudience(4);
  await expectMoreFramesInAll(watchers);
  for (const watcher of watchers) expect((await watcher.facts()).connections).toBe(1);
});

test('stopping ends it for all watchers; going live again resumes on the same page without a reload', async () => {
  const url = await presenter.watchUrl();
  await presenter.stop();
  for (const watcher of watchers) await expect.poll(watcher.view).toBe('ended');
  await presenter.goLive();
  expect(await presenter.watchUrl()).toBe(url);
  await expectAllPlaying(watchers);
  for (const watcher of watchers) await expectMoreSound(watcher);
});

test('the watch link answers on an address that another machine can use', async () => {
  const url = new URL(await presenter.watchUrl());
  expect(['localhost', '127.0.0.1']).not.toContain(url.hostname);
  expect((await fetch(url)).status).toBe(200);
});
