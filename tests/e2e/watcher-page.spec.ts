/**
 * Every state of the watcher page, in Chromium at desktop and phone size, with real media and the
 * real service.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { spoken, type VersionRange } from '@lectern/protocol';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { mediaProbes, readMediaFacts, resetGap } from '../support/measure/media-probe.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';
import { requires } from '../support/machine/requirements.ts';

const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};
const shotsFolder = process.env['LECTERN_SHOTS'];
const CHANGE = { timeout: 20_000 };

let browser: Browser;
let presenterServer: ServedPage;
let dataDir: string;
let service: TestService;
let presenter: DrawnPresenter;

requires('chromium');
test.beforeAll(async () => {
  browser = await launchChromium(['--autoplay-policy=document-user-activation-required']);
  presenterServer = await serveDrawnPresenter();
});

test.afterAll(async () => {
  await browser?.close();
  await presenterServer?.close();
});

test.beforeEach(async () => {
  dataDir = await makeDataDir();
  service = await start();
  presenter = await DrawnPresenter.load(browser, presenterServer.origin);
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

async function watch(screen: keyof typeof screens = 'desktop'): Promise<Page> {
  const page = await (await browser.newContext(screens[screen])).newPage();
  const refused: string[] = [];
  page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()));
  page.on('pageerror', (error) => refused.push(String(error)));
  page.on('close', () => expect(refused).toEqual([]));
  for (const probe of mediaProbes) await page.addInitScript(probe);
  await page.goto(`${service.url}/r/${presenter.roomId}`);
  return page;
}

/**
 * Opens the link and runs nothing in the page: a test's evaluation counts as a press, after which
 * sound may play.
 */
async function watchUntouched(screen: keyof typeof screens): Promise<Page> {
  const page = await (await browser.newContext(screens[screen])).newPage();
  for (const probe of mediaProbes) await page.addInitScript(probe);
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('.tap-to-play')) console.log('asks for a tap');
    }).observe(document, { childList: true, subtree: true });
  });
  const tapWanted = page.waitForEvent('console', { ...CHANGE, predicate: (said) => said.text() === 'asks for a tap' });
  await page.goto(`${service.url}/r/${presenter.roomId}`);
  await tapWanted;
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
  // The page may have begun to play before the test's first evaluation, which counts as a press.
  const tap = page.getByRole('button', { name: 'Tap for sound' });
  if (await tap.isVisible()) await tap.click();
  const energy = async (): Promise<number> => (await page.evaluate(readMediaFacts)).audioEnergy;
  const before = await energy();
  await expect.poll(energy, CHANGE).toBeGreaterThan(before + 1e-6);
}

async function shoot(page: Page, name: string, screen: string): Promise<void> {
  if (shotsFolder !== undefined) await page.screenshot({ path: `${shotsFolder}/${name}-${screen}.png` });
}

test('desktop and phone: wait, play, pause, end and play again without a reload', async () => {
  await presenter.open(service.url);
  const pages = { desktop: await watch('desktop'), phone: await watch('phone') };
  const inBoth = async (check: (page: Page) => Promise<unknown>): Promise<void> => {
    await Promise.all(Object.values(pages).map((page) => check(page)));
  };
  const shootBoth = async (name: string): Promise<void> => {
    for (const [screen, page] of Object.entries(pages)) await shoot(page, name, screen);
  };
  await inBoth((page) => expectView(page, 'waiting'));
  await inBoth((page) => expect(page.getByRole('heading')).toHaveText('The presenter is getting ready.'));
  await shootBoth('waiting');

  await presenter.goLive();
  await inBoth((page) => expectView(page, 'live'));
  await inBoth(expectMoreFrames);
  await inBoth(expectMoreSound);
  await inBoth((page) => expect(page.locator('header')).toContainText('Ada Lovelace'));
  await shootBoth('live');

  await presenter.show({ video: false, audio: true });
  await inBoth((page) => expect(page.getByRole('heading')).toHaveText('Sound only'));
  await shootBoth('sound-only');
  await presenter.pause();
  await inBoth((page) => expectView(page, 'paused'));
  await shootBoth('paused');
  await presenter.show({ video: true, audio: true });
  await presenter.resume();
  await inBoth((page) => expectView(page, 'live'));
  await inBoth(expectMoreFrames);

  await presenter.stop();
  await inBoth((page) => expectView(page, 'ended'));
  await shootBoth('ended');
  await presenter.goLive();
  await inBoth((page) => expectView(page, 'live'));
  await inBoth(expectMoreFrames);
  await inBoth(expectMoreSound);
});

for (const screen of ['desktop', 'phone'] as const) {
  test(`${screen}: plays muted if the browser requires a tap, and asks for it once`, async () => {
    await presenter.open(service.url);
    await presenter.goLive();
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
    await presenter.stop();
    await expectView(page, 'ended');
    await presenter.goLive();
    await expectView(page, 'live');
    expect(await isMuted()).toBe(false);
    await expect(tap).toHaveCount(0);
  });
}

test('an unknown room is joined when it opens, a full one when a watcher leaves', async () => {
  await service.close();
  service = await start({ maxWatchersPerRoom: 1 });
  const first = await watch('desktop');
  await expectView(first, 'room-unknown');
  await presenter.open(service.url);
  await presenter.goLive();
  await expectView(first, 'live');
  await expectMoreFrames(first);

  const second = await watch('phone');
  await expectView(second, 'room-full');
  await first.close({ runBeforeUnload: true });
  await expectView(second, 'live');
  await expectMoreFrames(second);
});

test('a page that is too old for the service offers a reload', async () => {
  await service.close();
  service = await start({ protocol: { newest: spoken.newest + 9, oldest: spoken.newest + 9 } });
  const page = await watch();
  await expectView(page, 'too-old');
  await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expectView(page, 'too-old');
});

test('a service restart costs the picture nothing, and signaling comes back', async () => {
  await presenter.open(service.url);
  await presenter.goLive();
  const page = await watch();
  await expectView(page, 'live');
  await expectMoreFrames(page);
  await page.evaluate(resetGap);
  await expectMoreFrames(page);
  const usualMs = (await page.evaluate(readMediaFacts)).longestGapMs;
  await page.evaluate(resetGap);
  const { port } = service;
  await service.close();
  await expectMoreFrames(page);
  await expectView(page, 'live');
  service = await start({ port });
  await expectMoreFrames(page);
  const { longestGapMs, connections } = await page.evaluate(readMediaFacts);
  expect(longestGapMs).toBeLessThan(1_000 + usualMs);
  expect(connections).toBe(1);
  await presenter.untilOpen();
  await presenter.stop();
  await expectView(page, 'ended');
  await presenter.goLive();
  await expectView(page, 'live');
});

test('the link says that it has ended while signaling is away', async () => {
  await presenter.open(service.url);
  await presenter.goLive();
  const page = await watch();
  await expectView(page, 'live');
  await service.close();
  await expectMoreFrames(page);
  await presenter.stop();
  await expectView(page, 'ended');
  service = await start();
});

test('after a presenter vanishes, the last picture stays, then the waiting page shows', async () => {
  await presenter.open(service.url);
  await presenter.goLive();
  const pages = [await watch('desktop'), await watch('phone')];
  for (const page of pages) {
    await expectView(page, 'live');
    await expectMoreFrames(page);
  }
  await presenter.close();
  for (const [index, page] of pages.entries()) {
    await expectView(page, 'reconnecting');
    await expect(page.locator('.banner')).toHaveText('The picture has frozen. Reconnecting…');
    expect(await page.evaluate(() => document.querySelector('video')?.videoWidth)).toBeGreaterThan(0);
    await shoot(page, 'reconnecting', index === 0 ? 'desktop' : 'phone');
  }
  for (const page of pages) {
    await expect(page.locator('main[data-view="waiting"]')).toBeVisible({ timeout: 40_000 });
    await expect(page.getByRole('heading')).toHaveText('The presenter has lost the connection.');
  }
  if (pages[0]) await shoot(pages[0], 'away', 'desktop');
});
