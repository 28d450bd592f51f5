/** The watcher page's controls, with the presenter's real session and fan-out at the other end. */
import { expect, test, type BrowserContextOptions, type Page } from '@playwright/test';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { button, chooseQuality, inVideo } from '../support/drive/watcher-page.ts';
import { expectMoreSound, expectPlaying, openFirefox } from '../support/drive/watchers.ts';
import {
  framesDecoded,
  pictureStatistics,
  readMediaFacts,
  standstill,
  type MediaFacts,
} from '../support/measure/media-probe.ts';
import { recordPermissionRequests } from '../support/measure/permission-requests.ts';
import { requires } from '../support/machine/requirements.ts';

const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const SOON = { timeout: 30_000 };

let room: LiveRoom;

requires('chromium');
test.beforeAll(async () => {
  room = await openLiveRoom({ switches: ['--autoplay-policy=no-user-gesture-required'] });
});
test.afterAll(async () => {
  await room?.close();
});

const facts = (page: Page): Promise<MediaFacts> => page.evaluate(readMediaFacts);
const expectHeight = (page: Page, height: number) =>
  expect.poll(async () => (await facts(page)).height, SOON).toBe(height);

test('button, keys and slider change the volume, and announce it', async () => {
  const page = await room.watch(desktop);
  const heard = () => inVideo(page, ({ muted, volume }) => (muted ? 0 : Math.round(volume * 100)));
  expect(await heard()).toBe(100);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await heard()).toBe(80);
  await expect(page.locator('.toast')).toHaveText('Volume 80%');
  await expect(page.locator('.visually-hidden', { hasText: 'Volume 80%' })).toHaveCount(1);
  await page.getByRole('slider', { name: 'Volume' }).fill('0.3');
  expect(await heard()).toBe(30);
  await page.keyboard.press('m');
  expect(await heard()).toBe(0);
  await button(page, 'Unmute').click();
  expect(await heard()).toBe(30);
  await page.getByRole('slider', { name: 'Volume' }).fill('0');
  await expect(button(page, 'Unmute')).toBeVisible();
  await page.close();
});

test('full screen by button, key and double click; picture-in-picture and back', async () => {
  const page = await room.watch(desktop);
  const isFull = () => page.evaluate(() => document.fullscreenElement?.localName === 'main');
  await button(page, 'Full screen').click();
  await expect.poll(isFull, SOON).toBe(true);
  await button(page, 'Exit full screen').click();
  await expect.poll(isFull, SOON).toBe(false);
  await page.mouse.dblclick(700, 400);
  await expect.poll(isFull, SOON).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(isFull, SOON).toBe(false);

  const isInWindow = () => page.evaluate(() => document.pictureInPictureElement?.localName === 'video');
  await button(page, 'Picture in picture').click();
  await expect.poll(isInWindow, SOON).toBe(true);
  await button(page, 'Exit picture in picture').click();
  await expect.poll(isInWindow, SOON).toBe(false);
  await page.close();
});

test('each layer can be chosen and is kept over a new link; sound only, and soon the picture again', async () => {
  const page = await room.watch(desktop);
  await expectHeight(page, 720);
  await page.keyboard.press('q');
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await expect(sheet.getByRole('radio')).toHaveCount(5);
  await expect(sheet.getByText('now 720p')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await chooseQuality(page, '180p');
  await expectHeight(page, 180);
  await room.presenter.stop();
  await room.presenter.goLive();
  await expect.poll(async () => (await facts(page)).connections, SOON).toBe(1);
  await expect(page.locator('main[data-view="live"]')).toBeVisible(SOON);
  await expectHeight(page, 180);
  await chooseQuality(page, '360p');
  await expectHeight(page, 360);

  await chooseQuality(page, 'Sound only');
  await expect(page.getByRole('heading', { name: 'Sound only' })).toBeVisible();
  const decoded = () => page.evaluate(framesDecoded);
  const last = await standstill(decoded);
  const { audioEnergy } = await facts(page);
  await expect.poll(async () => (await facts(page)).audioEnergy, SOON).toBeGreaterThan(audioEnergy + 1e-6);
  expect(await decoded()).toBe(last);

  const { frames } = await facts(page);
  const pressedAt = Date.now();
  await button(page, 'Show the picture').click();
  await expect.poll(async () => (await facts(page)).frames, { ...SOON, intervals: [50] }).toBeGreaterThan(frames);
  const backAfterMs = Date.now() - pressedAt;
  await expectHeight(page, 720);
  await page.close();
  // About a second. A page that is opened again is the control: it needs a whole link.
  const fresh = await room.watch(desktop);
  expect(backAfterMs).toBeLessThan(1_500 + 2 * ((await facts(fresh)).firstFrameMs ?? 0));
  await fresh.close();
});

test('the keyboard page is opened by its key and closed by Escape, and single-key shortcuts can be turned off', async () => {
  const page = await room.watch(desktop);
  await button(page, 'Settings').focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet.getByText('Full screen')).toBeVisible();
  expect(await sheet.locator('kbd').count()).toBeGreaterThan(12);
  const letters = sheet.getByRole('checkbox');
  await letters.uncheck();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(button(page, 'Settings')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Settings' }).getByRole('button', { name: 'Close' }).click();
  await expect(button(page, 'Settings')).toBeFocused();
  await page.keyboard.press('m');
  await page.keyboard.press('i');
  await expect(page.getByRole('region', { name: 'Statistics' })).toHaveCount(0);
  expect(await inVideo(page, ({ muted }) => muted)).toBe(false);
  await page.close();
});

/** Presses Copy, and resolves with what was written: the page itself may not read the clipboard. */
async function copiedText(page: Page): Promise<string> {
  const writing = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { clipboard } = navigator;
        const write = clipboard.writeText.bind(clipboard);
        clipboard.writeText = async (text) => {
          await write(text);
          resolve(text);
        };
      }),
  );
  await button(page, 'Copy').click();
  await expect(page.locator('.toast')).toHaveText('Copied');
  return await writing;
}

test('only with ?debug does the page show its log, without secrets', async () => {
  const page = await (await room.browser.newContext()).newPage();
  await page.goto(`${room.url}?debug`);
  const panel = page.getByRole('region', { name: 'Debug log' });
  await expect(panel.getByText(/session: on screen: .* playing/)).toBeVisible(SOON);
  const copied = await copiedText(page);
  expect(copied).toContain('info session: signaling: connecting → joined');
  expect(copied).not.toMatch(/candidate:|a=fingerprint|eyJ/);
  await page.screenshot({ path: `${test.info().outputDir}/debug.png` });
  await button(page, 'Close debug log').click();
  await expect(panel).toHaveCount(0);
  await page.goto(room.url);
  await expect(page.locator('main[data-view="live"]')).toBeVisible(SOON);
  await expect(panel).toHaveCount(0);
  await page.context().close();
});

test('the statistics match the connection’s own, and can be copied', async () => {
  const page = await room.watch(desktop);
  await page.keyboard.press('i');
  const panel = page.getByRole('region', { name: 'Statistics' });
  const value = (name: string) =>
    panel
      .locator('dl > div')
      .filter({ has: page.locator('dt', { hasText: name }) })
      .locator('dd');
  await expect(value('Route')).toHaveText('Direct');
  const { width, height, freezes, dropped } = await page.evaluate(pictureStatistics);
  await expect(value('Resolution')).toHaveText(`${width} × ${height}`);
  await expect(value('Decoder')).toContainText('VP8');
  await expect(value('Delay')).toHaveText(/^\d+ ms$/);
  await expect(value('Frame rate')).toHaveText(/^([5-9]|[12]\d|30) fps$/, SOON);
  expect(Number(await value('Freezes').textContent())).toBeGreaterThanOrEqual(freezes);
  expect(Number(await value('Dropped frames').textContent())).toBeGreaterThanOrEqual(dropped);
  const copied = await copiedText(page);
  expect(copied).toContain(`Resolution: ${width} × ${height}`);
  expect(copied).not.toContain(new URL(room.url).pathname);
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await page.close();
});

declare global {
  interface Window {
    locks: WakeLockSentinel[];
  }
}

/** Runs in the page, before anything else. */
function recordWakeLocks(): void {
  window.locks = [];
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    window.locks.push(lock);
    return lock;
  };
}

test('the screen stays awake while there is a picture; the media session is set; no permission is requested', async () => {
  const context = await room.browser.newContext(desktop);
  for (const script of [recordPermissionRequests, recordWakeLocks]) await context.addInitScript(script);
  const page = await context.newPage();
  await page.goto(room.url);
  const held = () => page.evaluate(() => window.locks.filter(({ released }) => !released).length);
  await expect.poll(held, SOON).toBe(1);
  // As the browser does when the page is hidden and shown again.
  await page.evaluate(() => window.locks.at(-1)?.release());
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(held, SOON).toBe(1);
  const session = () =>
    page.evaluate(() => [
      navigator.mediaSession.metadata?.title,
      navigator.mediaSession.metadata?.artist,
      navigator.mediaSession.playbackState,
    ]);
  await expect.poll(session, SOON).toEqual(['How light bends', 'Ada Lovelace', 'playing']);
  // The page hears keys once its controls are loaded, which is after the picture.
  await expect(page.locator('.controls')).toBeAttached(SOON);
  await page.keyboard.press('m');
  await expect.poll(session, SOON).toEqual(['How light bends', 'Ada Lovelace', 'paused']);
  await chooseQuality(page, 'Sound only');
  await expect.poll(held, SOON).toBe(0);
  expect(await page.evaluate(() => window.permissionRequests)).toEqual([]);
  await page.close();
});

test('Firefox: keys, statistics, sound only and back', async () => {
  requires('firefox');
  const firefox = await openFirefox();
  const watcher = await firefox.watch(room.url);
  try {
    await expectPlaying(watcher);
    await expect.poll(() => watcher.read(() => document.querySelector('.controls') !== null), SOON).toBe(true);
    await watcher.press('+');
    const transform = () => watcher.read(() => document.querySelector('video')?.style.transform ?? '');
    await expect.poll(transform, SOON).toContain('scale(1.25)');
    await watcher.press('0');
    await expect.poll(transform, SOON).toBe('');
    await watcher.press('i');
    const statistics = () => watcher.read(() => document.querySelector('.statistics dl')?.textContent ?? '');
    await expect.poll(statistics, SOON).toMatch(/RouteDirect.*Resolution\d+ × \d+/);
    await watcher.press('q');
    await expect
      .poll(() => watcher.read(() => document.querySelectorAll('dialog[open] input[type=radio]').length), SOON)
      .toBe(5);
    await watcher.read(() =>
      [...document.querySelectorAll<HTMLElement>('dialog label')]
        .find(({ textContent }) => textContent?.startsWith('Sound only'))
        ?.click(),
    );
    await watcher.press('Escape');
    const last = await standstill(async () => (await watcher.facts()).frames);
    await expectMoreSound(watcher);
    await watcher.read(() => document.querySelector<HTMLElement>('button.wide')?.click());
    await expect.poll(async () => (await watcher.facts()).frames, SOON).toBeGreaterThan(last + 10);
  } finally {
    await watcher.close();
    await firefox.close();
  }
});
