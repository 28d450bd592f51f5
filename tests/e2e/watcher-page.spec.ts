/** Every state of the watcher page, in real Chromium at desktop and phone size, with real media over the real service. */
import { chromium, expect, test, type Browser, type Page } from '@playwright/test';
import { spoken, type VersionRange } from '@lectern/protocol';
import { servePagePresenter, type ServedPresenter } from '../support/page-presenter/serve.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/start-signaling.ts';
import { chromiumSwitches } from '../support/chromium-switches.ts';
import { findProgram } from '../support/find-program.ts';
import { installMediaProbe, readMediaFacts, resetGap } from '../support/media-probe.ts';

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};
const shotsFolder = process.env['LECTERN_SHOTS'];
const CHANGE = { timeout: 20_000 };

let browser: Browser;
let presenterServer: ServedPresenter;
let dataDir: string;
let service: TestService;
let presenter: Page;
let roomId: string;

test.setTimeout(60_000);

test.beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: findProgram('chromium'),
    args: [...chromiumSwitches, '--autoplay-policy=document-user-activation-required'],
  });
  presenterServer = await servePagePresenter();
});

test.afterAll(async () => {
  await browser?.close();
  await presenterServer?.close();
});

test.beforeEach(async () => {
  dataDir = await makeDataDir();
  service = await start();
  presenter = await browser.newPage();
  await presenter.goto(presenterServer.origin);
  await presenter.waitForFunction(() => 'pagePresenter' in window);
  await presenter.mouse.click(5, 5); // Its tone needs a press, like any page's.
  roomId = await presenter.evaluate(() => window.pagePresenter.roomId);
});

test.afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await service.close();
});

interface ServiceChange {
  readonly port?: number;
  readonly maxWatchersPerRoom?: number;
  readonly protocol?: VersionRange;
}

const start = (change: ServiceChange = {}): Promise<TestService> =>
  startSignaling({ dataDir, stunUrls: [], allowedOrigins: [presenterServer.origin], ...change });

const openRoom = () => presenter.evaluate((url) => window.pagePresenter.open(url), service.url);
const goLive = () => presenter.evaluate(() => window.pagePresenter.goLive());

async function watch(screen: keyof typeof screens = 'desktop', path = `/r/${roomId}`): Promise<Page> {
  const page = await (await browser.newContext(screens[screen])).newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  page.on('pageerror', (error) => refused.push(String(error)));
  page.on('close', () => expect(refused).toEqual([]));
  await page.addInitScript(installMediaProbe);
  await page.goto(service.url + path);
  return page;
}

/** Opens the link without as much as a look at the page: a test's look counts as a press, after which sound may play. */
async function watchUntouched(screen: keyof typeof screens): Promise<Page> {
  const page = await (await browser.newContext(screens[screen])).newPage();
  await page.addInitScript(installMediaProbe);
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('.tap-for-sound')) console.log('asks for a tap');
    }).observe(document, { childList: true, subtree: true });
  });
  const asked = page.waitForEvent('console', { ...CHANGE, predicate: (said) => said.text() === 'asks for a tap' });
  await page.goto(`${service.url}/r/${roomId}`);
  await asked;
  return page;
}

const expectView = (page: Page, view: string) => expect(page.locator(`main[data-view="${view}"]`)).toBeVisible(CHANGE);

async function expectMoreFrames(page: Page): Promise<void> {
  const decoded = (): Promise<number> =>
    page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0);
  const before = await decoded();
  await expect.poll(decoded, CHANGE).toBeGreaterThan(before + 10);
}

async function expectMoreSound(page: Page): Promise<void> {
  // The page may have begun to play before the test's first look at it, which counts as a press.
  const tap = page.getByRole('button', { name: 'Tap for sound' });
  if (await tap.isVisible()) await tap.click();
  const energy = async (): Promise<number> => (await page.evaluate(readMediaFacts)).audioEnergy;
  const before = await energy();
  await expect.poll(energy, CHANGE).toBeGreaterThan(before + 1e-6);
}

async function shoot(page: Page, name: string, screen: string): Promise<void> {
  if (shotsFolder !== undefined) await page.screenshot({ path: `${shotsFolder}/${name}-${screen}.png` });
}

for (const screen of ['desktop', 'phone'] as const) {
  test(`${screen}: waits, plays, pauses, ends and plays again without a reload`, async () => {
    await openRoom();
    const page = await watch(screen);
    await expectView(page, 'waiting');
    await expect(page.getByRole('heading')).toHaveText('The presenter is getting ready.');
    await shoot(page, 'waiting', screen);

    await goLive();
    await expectView(page, 'live');
    await expectMoreFrames(page);
    await expectMoreSound(page);
    await expect(page.locator('header')).toContainText('Ada Lovelace');
    await shoot(page, 'live', screen);

    await presenter.evaluate(() => window.pagePresenter.sendState({ video: false }));
    await expect(page.getByRole('heading')).toHaveText('Sound only');
    await shoot(page, 'sound-only', screen);
    await presenter.evaluate(() => window.pagePresenter.sendState({ paused: true, video: true }));
    await expectView(page, 'paused');
    await shoot(page, 'paused', screen);
    await presenter.evaluate(() => window.pagePresenter.sendState({ paused: false }));
    await expectView(page, 'live');
    await expectMoreFrames(page);

    await presenter.evaluate(() => window.pagePresenter.stop());
    await expectView(page, 'ended');
    await shoot(page, 'ended', screen);
    await goLive();
    await expectView(page, 'live');
    await expectMoreFrames(page);
    await expectMoreSound(page);
  });

  test(`${screen}: plays muted where the browser wants a tap, and asks for it once`, async () => {
    await openRoom();
    await goLive();
    const page = await watchUntouched(screen);
    await expectView(page, 'live');
    await expectMoreFrames(page);
    const isMuted = () => page.evaluate(() => document.querySelector('video')?.muted);
    expect(await isMuted()).toBe(true);
    await shoot(page, 'live-tap-for-sound', screen);
    const tap = page.getByRole('button', { name: 'Tap for sound' });
    // A finger may land anywhere on the picture.
    if (screen === 'phone') await page.touchscreen.tap(195, 200);
    else await tap.click();
    await expect.poll(isMuted).toBe(false);
    await expect(tap).toHaveCount(0);
    await expectMoreFrames(page);
    await expectMoreSound(page);
    await presenter.evaluate(() => window.pagePresenter.stop());
    await expectView(page, 'ended');
    await goLive();
    await expectView(page, 'live');
    expect(await isMuted()).toBe(false);
    await expect(tap).toHaveCount(0);
  });

  test(`${screen}: an unknown room is found when it opens, a full one when somebody leaves`, async () => {
    await service.close();
    service = await start({ maxWatchersPerRoom: 1 });
    const first = await watch(screen);
    await expectView(first, 'room-unknown');
    await shoot(first, 'room-unknown', screen);
    await openRoom();
    await goLive();
    await expectView(first, 'live');
    await expectMoreFrames(first);

    const second = await watch(screen);
    await expectView(second, 'room-full');
    await shoot(second, 'room-full', screen);
    await first.close({ runBeforeUnload: true });
    await expectView(second, 'live');
    await expectMoreFrames(second);
  });

  test(`${screen}: says which side is too old`, async () => {
    await service.close();
    service = await start({ protocol: { newest: spoken.newest + 9, oldest: spoken.newest + 9 } });
    const page = await watch(screen);
    await expectView(page, 'too-old');
    await expect(page.getByRole('button', { name: 'Load again' })).toBeVisible();
    await shoot(page, 'too-old', screen);
    await page.getByRole('button', { name: 'Load again' }).click();
    await expectView(page, 'too-old');
  });

  test(`${screen}: an address without a room says so`, async () => {
    const page = await watch(screen, '/');
    await expectView(page, 'room-unknown');
    await expect(page.getByRole('heading')).toHaveText('This link leads to no room.');
    await shoot(page, 'no-room', screen);
  });
}

test('a service restart costs the picture nothing, and signaling comes back', async () => {
  await openRoom();
  await goLive();
  const page = await watch();
  await expectView(page, 'live');
  await expectMoreFrames(page);
  await page.evaluate(resetGap);
  const { port } = service;
  await service.close();
  await expectMoreFrames(page);
  await expectView(page, 'live');
  service = await start({ port });
  await expectMoreFrames(page);
  // Proof that signaling is back: the end is told through it.
  const { longestGapMs, connections } = await page.evaluate(readMediaFacts);
  expect(longestGapMs).toBeLessThan(1_000);
  expect(connections).toBe(1);
  await expect
    .poll(() => presenter.evaluate(() => window.pagePresenter.stop().then(() => 'stopped', String)), CHANGE)
    .toBe('stopped');
  await expectView(page, 'ended');
  await goLive();
  await expectView(page, 'live');
});

test('the end is heard over the link while signaling is away', async () => {
  await openRoom();
  await goLive();
  const page = await watch();
  await expectView(page, 'live');
  await service.close();
  await expectMoreFrames(page);
  await presenter.evaluate(() => window.pagePresenter.sayEnded());
  await expectView(page, 'ended');
  service = await start();
});

test('a presenter who vanishes leaves the last picture, then the waiting page', async () => {
  await openRoom();
  await goLive();
  const pages = [await watch('desktop'), await watch('phone')];
  for (const page of pages) {
    await expectView(page, 'live');
    await expectMoreFrames(page);
  }
  await presenter.close();
  for (const [index, page] of pages.entries()) {
    await expectView(page, 'reconnecting');
    await expect(page.locator('.notice')).toHaveText('The picture stands still. Reconnecting…');
    expect(await page.evaluate(() => document.querySelector('video')?.videoWidth)).toBeGreaterThan(0);
    await shoot(page, 'reconnecting', index === 0 ? 'desktop' : 'phone');
  }
  for (const page of pages) {
    await expect(page.locator('main[data-view="waiting"]')).toBeVisible({ timeout: 40_000 });
    await expect(page.getByRole('heading')).toHaveText('The presenter’s connection is gone.');
  }
  if (pages[0]) await shoot(pages[0], 'away', 'desktop');
});

test('a link that is replaced leaves no gap', async () => {
  await openRoom();
  await goLive();
  const page = await watch();
  await expectView(page, 'live');
  await expectMoreFrames(page);
  await page.evaluate(resetGap);
  const first = await page.evaluateHandle(() => [...window.mediaProbe.connections][0]);
  await presenter.evaluate(() => window.pagePresenter.replaceLinks());
  // The old connection has been closed, so the new one is on the stage.
  await expect.poll(() => page.evaluate((pc) => pc?.connectionState, first), CHANGE).toBe('closed');
  expect((await page.evaluate(readMediaFacts)).connections).toBe(1);
  await expectMoreFrames(page);
  await expectMoreSound(page);
  expect((await page.evaluate(readMediaFacts)).longestGapMs).toBeLessThan(1_000);
});
