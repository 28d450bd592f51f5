/**
 * A watcher on another machine whose line is cut for longer than ICE waits, and mended: how long
 * until frames come again, without a reload. Shorter cuts and changes of address are in
 * `every-failure`.
 */
import { expect, test, type Browser } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { contextLikeApp, DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import { expectMoreFrames, expectPlaying, watchersIn, type Watcher } from '../support/drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { addSecondMachine, type SecondMachine } from '../support/network/second-machine.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

/**
 * After the line is mended. Measured: about two seconds. Without recovery it takes half a minute,
 * or for ever. The control, how long the page needed for its first picture, comes on top twice.
 */
const BACK_WITHIN_MS = 10_000;

let machine: SecondMachine | undefined;
let home: Browser;
let far: Browser;
let presenterServer: ServedPage;
let dataDir: string;
let service: TestService;
let presenter: DrawnPresenter;
let watcher: Watcher;
let backWithinMs: number;

requires('chromium', 'ip', 'nft', 'root');
test.beforeAll(async () => {
  machine = await addSecondMachine();
  [home, far, presenterServer] = await Promise.all([
    launchChromium(),
    launchChromium([soundWithoutPress], await machine.namespace.launcher('chromium')),
    serveDrawnPresenter(),
  ]);
  dataDir = await makeDataDir();
  service = await start();
  const context = await contextLikeApp(home);
  presenter = await DrawnPresenter.load(context, presenterServer.origin);
  await presenter.open(service.url);
  await presenter.goLive();
  watcher = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}/r/${presenter.roomId}`);
  await expectPlaying(watcher);
  backWithinMs = BACK_WITHIN_MS + 2 * ((await watcher.facts()).firstFrameMs ?? 0);
});

test.afterAll(async () => {
  await Promise.allSettled([home?.close(), far?.close(), presenterServer?.close(), service?.close()]);
  await machine?.remove();
});

const start = (port = 0): Promise<TestService> =>
  startSignaling({ dataDir, port, host: '0.0.0.0', stunUrls: [], allowedOrigins: [presenterServer.origin] });

/** The picture plays again in time, in the same page and over one connection. */
async function expectBackSince(sinceMs: number): Promise<void> {
  await expectPlaying(watcher);
  const { gaps, connections } = await watcher.facts();
  expect(gaps.length, 'gaps').toBeGreaterThan(0);
  const backAfterMs = Math.max(...gaps.map(({ toMs }) => toMs - sinceMs));
  test.info().annotations.push({ type: 'frames again after', description: `${String(Math.round(backAfterMs))} ms` });
  expect(backAfterMs).toBeLessThan(backWithinMs);
  expect(connections).toBe(1);
}

test('recovers from a line that is cut for half a minute while the service restarts', async () => {
  await expectMoreFrames(watcher, 40);
  await watcher.resetGap();
  const mend = await machine?.line.cut();
  const cutEnds = pause(30_000);
  await expect.poll(watcher.view, { timeout: 20_000 }).toBe('reconnecting');
  const { port } = service;
  await service.close();
  service = await start(port);
  expect((await watcher.facts()).light).toBeGreaterThan(40);
  await cutEnds;
  await mend?.();
  await expectBackSince(Date.now());
});
