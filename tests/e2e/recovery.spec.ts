/**
 * Failures while Chromium and Firefox watch: the last picture stays, and the live one comes back by
 * itself.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import {
  expectAllPlaying,
  expectMoreFrames,
  expectPlaying,
  openFirefox,
  type Watcher,
  type WatcherBrowser,
  watchersIn,
} from '../support/drive/watchers.ts';
import { openOwnChromium, launchChromium } from '../support/machine/chromium.ts';
import { putToSleep } from '../support/machine/process-tree.ts';
import { requires } from '../support/machine/requirements.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

/**
 * Without recovery it takes half a minute, or for ever. The control, how long the pages needed for
 * their first picture, comes on top twice.
 */
const BACK_WITHIN_MS = 8_000;
const CHANGE = { timeout: 40_000 };
/** Ten minutes in production. A page whose token has expired is admitted all the same. */
const TOKEN_LIFE_S = 8;
/** Longer than service and presenter wait for a silent watcher. */
const ASLEEP_MS = 25_000;
const AWAY_MS = 18_000;
/** The test card is never this dark. */
const LIT = 40;

let home: Browser;
let presenterServer: ServedPage;
let browsers: (WatcherBrowser & { readonly pid?: number | undefined })[];
let dataDir: string;
let service: TestService;
let presenter: DrawnPresenter;
let watchers: Watcher[];
let chromiumPage: Page | undefined;
let backWithinMs: number;

test.describe.configure({ mode: 'serial' });

requires('chromium', 'firefox');
test.beforeAll(async () => {
  home = await launchChromium();
  presenterServer = await serveDrawnPresenter();
  const own = await openOwnChromium(['--autoplay-policy=no-user-gesture-required']);
  browsers = [{ ...watchersIn(own.browser), pid: own.pid, close: own.close }, await openFirefox()];
  dataDir = await makeDataDir();
  service = await start();
  presenter = await openPresenter();
  await presenter.goLive();
  const url = `${service.url}/r/${presenter.roomId}`;
  watchers = await Promise.all(browsers.map((browser) => browser.watch(url)));
  await expectAllPlaying(watchers);
  const startsMs = await Promise.all(watchers.map(async (watcher) => (await watcher.facts()).firstFrameMs ?? 0));
  backWithinMs = BACK_WITHIN_MS + 2 * Math.max(...startsMs);
  [chromiumPage] = own.browser.contexts().flatMap((context) => context.pages());
});

test.afterAll(async () => {
  await Promise.allSettled([
    home?.close(),
    presenterServer?.close(),
    ...(browsers ?? []).map((browser) => browser.close()),
  ]);
  await service?.close();
});

const start = (port = 0): Promise<TestService> =>
  startSignaling({ dataDir, port, stunUrls: [], allowedOrigins: [presenterServer.origin], tokenTtlS: TOKEN_LIFE_S });

/** Starts a run of the presenter with that key. */
async function openPresenter(key?: string): Promise<DrawnPresenter> {
  const opened = await DrawnPresenter.load(home, presenterServer.origin, key);
  // An encoder for each link, so that one can hang while the next works.
  await opened.open(service.url, 'each');
  return opened;
}

const sentenceOf = (watcher: Watcher): Promise<string | null | undefined> =>
  watcher.read(() => document.querySelector('[role="status"]')?.textContent);

/** Milliseconds from `sinceMs`, on the machine's clock, to each frame since that ended a gap. */
async function gapEnds(watcher: Watcher, sinceMs: number): Promise<number[]> {
  await expectMoreFrames(watcher);
  return (await watcher.facts()).gaps.map(({ toMs }) => toMs - sinceMs).filter((ms) => ms > 0);
}

/** The last of them. There must have been a gap. */
async function msUntilFrames(watcher: Watcher, sinceMs: number): Promise<number> {
  const ended = await gapEnds(watcher, sinceMs);
  expect(ended.length, 'gaps that ended since').toBeGreaterThan(0);
  return Math.max(...ended);
}

test('a link without frames is noticed and replaced', async () => {
  for (const watcher of watchers) await watcher.resetGap();
  await presenter.hangEncoders();
  const hungAt = Date.now();
  for (const watcher of watchers) {
    await expect.poll(watcher.view, CHANGE).toBe('reconnecting');
    expect(await sentenceOf(watcher)).toBe('The picture has frozen. Reconnecting…');
    expect((await watcher.facts()).light).toBeGreaterThan(LIT);
  }
  expect(await presenter.keyFramesRequested()).toBeGreaterThan(0);
  for (const watcher of watchers) {
    await expectPlaying(watcher);
    const backAfterMs = await msUntilFrames(watcher, hungAt);
    expect(backAfterMs).toBeLessThan(5_000 + backWithinMs);
    expect((await watcher.facts()).connections).toBe(1);
  }
});

test('a watcher’s machine that slept plays again soon after it wakes', async () => {
  const sleepers = await Promise.all(
    browsers.map(({ pid }) => {
      if (pid === undefined) throw new Error('a browser has no process');
      return putToSleep(pid);
    }),
  );
  await pause(ASLEEP_MS);
  const wokenAt = Date.now();
  for (const wake of sleepers) wake();
  for (const watcher of watchers) {
    const backAfterMs = await msUntilFrames(watcher, wokenAt);
    expect(backAfterMs).toBeLessThan(backWithinMs);
    await expectPlaying(watcher);
    expect((await watcher.facts()).connections).toBe(1);
  }
});

test('a page hidden or frozen for longer than its token and the service’s timeout plays again', async () => {
  const [inChromium, inFirefox] = watchers;
  if (!chromiumPage || !inChromium || !inFirefox) throw new Error('two watchers are needed');
  const cdp = await chromiumPage.context().newCDPSession(chromiumPage);
  const onTop = await browsers[1]?.watch('about:blank');
  await expect.poll(() => inFirefox.read(() => document.visibilityState)).toBe('hidden');
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await pause(AWAY_MS);
  const backAt = Date.now();
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await onTop?.close();
  for (const watcher of watchers) {
    // A frozen page may have gone on playing, without a gap.
    expect(Math.max(0, ...(await gapEnds(watcher, backAt)))).toBeLessThan(backWithinMs);
    await expectPlaying(watcher);
    expect((await watcher.facts()).connections).toBe(1);
  }
});

test('the presenter vanishes, the service forgets the room, and a new run of the presenter brings the picture back', async () => {
  const key = await presenter.exportKey();
  const { port } = service;
  await presenter.close();
  for (const watcher of watchers) await expect.poll(watcher.view, CHANGE).toBe('reconnecting');
  for (const watcher of watchers) {
    await expect.poll(watcher.view, CHANGE).toBe('waiting');
    expect(await sentenceOf(watcher)).toBe(
      'The presenter has lost the connection. Stay on this page. The picture will be back when they are.',
    );
    expect((await watcher.facts()).light).toBeGreaterThan(LIT);
  }
  await service.close();
  // The pages go on waiting, and say so only when the service stays away.
  for (const watcher of watchers) {
    await expect.poll(() => sentenceOf(watcher), CHANGE).toContain('Connection lost.');
    expect(await watcher.view()).toBe('waiting');
  }
  service = await start(port);
  for (const watcher of watchers) {
    expect(await watcher.view()).toBe('waiting');
    expect((await watcher.facts()).light).toBeGreaterThan(LIT);
  }
  presenter = await openPresenter(key);
  for (const watcher of watchers) {
    await expect.poll(() => sentenceOf(watcher), CHANGE).toContain('The presenter is getting ready.');
    expect((await watcher.facts()).connections).toBe(0);
    expect((await watcher.facts()).light).toBeGreaterThan(LIT);
  }
  const liveAt = Date.now();
  await presenter.goLive();
  for (const watcher of watchers) {
    // A picture that is back within a second leaves no gap: the last frame was still on the stage.
    const backAfterMs = Math.max(0, ...(await gapEnds(watcher, liveAt)));
    expect(backAfterMs).toBeLessThan(backWithinMs);
    await expectPlaying(watcher);
    expect((await watcher.facts()).connections).toBe(1);
  }
});
