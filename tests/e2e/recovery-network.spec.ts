/** A watcher on another machine whose line is cut, mended and changed: how long until frames come again, without a reload. */
import { chromium as chromiumType, expect, test, type Browser } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromiumSwitches } from '../support/machine/chromium-switches.ts';
import { findProgram } from '../support/machine/find-program.ts';
import { addSecondMachine, writeLauncher, type SecondMachine } from '../support/machine/second-machine.ts';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { requires } from '../support/machine/requirements.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';
import { expectMoreFrames, expectPlaying, watchersIn, type Watcher } from '../support/drive/watchers.ts';

/** From the line's being well again. Seen: about two seconds; without recovery half a minute, or never. */
const BACK_WITHIN_MS = 10_000;

let machine: SecondMachine | undefined;
let home: Browser;
let far: Browser;
let presenterServer: ServedPage;
let dataDir: string;
let service: TestService;
let presenter: DrawnPresenter;
let watcher: Watcher;

test.describe.configure({ mode: 'serial' });
test.setTimeout(120_000);

test.beforeAll(async () => {
  requires('chromium', 'ip', 'nft', 'root');
  machine = await addSecondMachine();
  const folder = await mkdtemp(join(tmpdir(), 'lectern-roaming-'));
  const onSecondMachine = `ip netns exec ${machine.namespace} ${findProgram('chromium')}`;
  [home, far, presenterServer] = await Promise.all([
    chromiumType.launch({ executablePath: findProgram('chromium'), args: [...chromiumSwitches] }),
    chromiumType.launch({
      executablePath: await writeLauncher(folder, 'chromium', onSecondMachine),
      args: [...chromiumSwitches, '--autoplay-policy=no-user-gesture-required'],
    }),
    serveDrawnPresenter(),
  ]);
  dataDir = await makeDataDir();
  service = await start();
  // A page that may use devices tells all of its addresses, as the presenter's app does.
  const context = await home.newContext({ permissions: ['camera', 'microphone'] });
  presenter = await DrawnPresenter.load(context, presenterServer.origin);
  await presenter.open(service.url);
  await presenter.goLive();
  watcher = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}/r/${presenter.roomId}`);
  await expectPlaying(watcher);
});

test.afterAll(async () => {
  await Promise.allSettled([home?.close(), far?.close(), presenterServer?.close(), service?.close()]);
  await machine?.remove();
});

const start = (port = 0): Promise<TestService> =>
  startSignaling({ dataDir, port, host: '0.0.0.0', stunUrls: [], allowedOrigins: [presenterServer.origin] });

/** Plays again, in time, in the same page and over one connection. */
async function expectBackSince(sinceMs: number): Promise<void> {
  await expectPlaying(watcher);
  const { gaps, connections } = await watcher.facts();
  const backAfterMs = Math.max(0, ...gaps.map(({ toMs }) => toMs - sinceMs));
  test.info().annotations.push({ type: 'frames again after', description: `${String(Math.round(backAfterMs))} ms` });
  expect(backAfterMs).toBeLessThan(BACK_WITHIN_MS);
  expect(connections).toBe(1);
  await watcher.resetGap();
}

async function cutFor(ms: number, meanwhile?: () => Promise<void>): Promise<number> {
  await expectMoreFrames(watcher, 40);
  await watcher.resetGap();
  const mend = await machine?.cut();
  await Promise.all([pause(ms), meanwhile?.()]);
  await mend?.();
  return Date.now();
}

test('a line that is cut for five seconds', async () => {
  await expectBackSince(await cutFor(5_000));
});

test('a line that is cut for half a minute, while the service is killed and started again', async () => {
  const mendedAt = await cutFor(30_000, async () => {
    await expect.poll(watcher.view, { timeout: 20_000 }).toBe('reconnecting');
    const { port } = service;
    await service.close();
    service = await start(port);
    expect((await watcher.facts()).light).toBeGreaterThan(40);
  });
  await expectBackSince(mendedAt);
});

test('another address, as from a cable to a mobile network', async () => {
  await expectMoreFrames(watcher, 40);
  await watcher.resetGap();
  await machine?.move();
  const movedAt = Date.now();
  await expect.poll(async () => (await watcher.facts()).gaps.length, { timeout: 40_000 }).toBeGreaterThan(0);
  await expectBackSince(movedAt);
});
