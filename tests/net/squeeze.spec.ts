/** A watcher on a line that becomes bad and good again, beside one whose line stays good. Real app, real pages, a real bottleneck. */
import { chromium, expect, test, type Browser, type ElectronApplication } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSwitches } from '../support/chromium-switches.ts';
import { clip } from '../support/clip.ts';
import { findProgram } from '../support/find-program.ts';
import { launchPresenterApp } from '../support/launch-presenter-app.ts';
import { addSecondMachine, writeLauncher, type SecondMachine } from '../support/network.ts';
import { Presenter, fakeDevices } from '../support/presenter.ts';
import { requires } from '../support/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { expectPlaying, openChromium, watchersIn, type Watcher, type WatcherBrowser } from '../support/watchers.ts';

let machine: SecondMachine | undefined;
let service: ServiceProcess | undefined;
let app: ElectronApplication | undefined;
let far: Browser | undefined;
let near: WatcherBrowser | undefined;

test.afterAll(async () => {
  await Promise.allSettled([far?.close(), near?.close(), app?.close()]);
  await service?.stop();
  await machine?.remove();
});

const widthOf = async (watcher: Watcher): Promise<number> => (await watcher.facts()).width;

test('squeezed to 300 kbit/s it plays its lowest layer smoothly, and comes back; its neighbour never notices', async () => {
  requires('electron', 'chromium', 'ip', 'ffmpeg');
  test.skip(process.getuid?.() !== 0, 'needs root, to make a network');
  machine = await addSecondMachine();
  service = await startServiceProcess();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-squeeze-'));
  const launched = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: join(folder, 'profile'),
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`],
  });
  app = launched.app;
  const presenter = new Presenter(launched.page);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();
  far = await chromium.launch({
    executablePath: await writeLauncher(
      folder,
      'on-second-machine',
      `ip netns exec ${machine.namespace} ${findProgram('chromium')}`,
    ),
    args: [...chromiumSwitches, '--autoplay-policy=no-user-gesture-required'],
  });
  near = await openChromium();
  const squeezed = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}${pathname}`);
  const neighbour = await near.watch(`${service.url}${pathname}`);
  for (const watcher of [squeezed, neighbour]) {
    await expectPlaying(watcher);
    await expect.poll(() => widthOf(watcher), { timeout: 20_000 }).toBe(1280);
  }
  await neighbour.resetGap();

  await machine.squeeze(300, 200);
  const squeezedAt = Date.now();
  await expect.poll(() => widthOf(squeezed), { timeout: 5_000, intervals: [100] }).toBe(320);
  await expect.poll(async () => (await squeezed.facts()).delayMs, { timeout: 5_000 }).toBeLessThan(500);
  console.log(`low layer and little delay after ${Date.now() - squeezedAt} ms`);
  await squeezed.resetGap();
  const before = await squeezed.facts();
  // Long enough for the steering to try the line again and find it as bad.
  await expect.poll(() => Date.now() - squeezedAt, { timeout: 40_000 }).toBeGreaterThan(20_000);
  const during = await squeezed.facts();
  expect(during.frames - before.frames).toBeGreaterThan(150);
  expect(during.longestGapMs).toBeLessThan(1_000);
  expect(during.delayMs).toBeLessThan(500);

  await machine.release();
  const releasedAt = Date.now();
  await expect.poll(() => widthOf(squeezed), { timeout: 20_000, intervals: [100] }).toBe(1280);
  console.log(`back at the top after ${Date.now() - releasedAt} ms`);
  const beside = await neighbour.facts();
  expect(beside.width).toBe(1280);
  expect(beside.longestGapMs).toBeLessThan(500);
});
