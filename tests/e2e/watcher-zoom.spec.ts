/**
 * Zooming, on a desktop and by touch; and every panel at every screen size, checked by axe-core and
 * kept as a screenshot.
 */
import { devices, expect, test, type BrowserContextOptions, type Page } from '@playwright/test';
import { openLiveRoom, type LiveRoom } from '../support/drive/live-room.ts';
import { button, chooseQuality, inVideo, pinch, quarterAt } from '../support/drive/watcher-page.ts';
import { BothScreens } from '../support/measure/both-screens.ts';
import { requires } from '../support/machine/requirements.ts';

const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const SOON = { timeout: 30_000 };

const resetZoom = (page: Page) => page.getByRole('button', { name: /^Reset zoom/ });

let room: LiveRoom;

requires('chromium');
test.beforeAll(async () => {
  room = await openLiveRoom({ switches: ['--autoplay-policy=no-user-gesture-required'] });
});
test.afterAll(async () => {
  await room?.close();
});

test('zooming by wheel and keys and panning by dragging change the picture, and end at its edge', async () => {
  const page = await room.watch(desktop);
  const seen = (x: number, y: number) => quarterAt(page, { x, y });
  const middle = [720, 460] as const;
  await page.mouse.move(1200, 700);
  for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(0, -120);
  await expect.poll(() => seen(...middle), SOON).toBe('lower right');
  await expect(resetZoom(page)).toBeVisible();
  await page.keyboard.press('0');
  await expect.poll(() => seen(400, 600), SOON).toBe('lower left');
  await expect(resetZoom(page)).toHaveCount(0);

  for (let press = 0; press < 6; press += 1) await page.keyboard.press('+');
  await page.mouse.move(700, 450);
  await page.mouse.down();
  await page.mouse.move(5_000, 5_000, { steps: 4 });
  await page.mouse.up();
  // The corner of the picture is in the corner of the page, and no further.
  await expect.poll(() => seen(100, 300), SOON).toBe('upper left');
  const corner = () =>
    inVideo(page, (video) => {
      const { left, top } = video.getBoundingClientRect();
      return [Math.round(left), Math.round(top)];
    });
  const { y: bars } = { y: (900 - 810) / 2 };
  const scale = 1.25 ** 6;
  await expect.poll(corner, SOON).toEqual([0, Math.round(-bars * scale)]);
  for (let press = 0; press < 60; press += 1) await page.keyboard.press('ArrowRight');
  await expect.poll(() => seen(...middle), SOON).toBe('upper right');
  await page.keyboard.press('Escape');
  await expect.poll(corner, SOON).toEqual([0, 0]);
  await page.close();
});

test('on a phone the first tap only shows the controls, pinch and double tap zoom, one sheet has the rest', async () => {
  const page = await room.watch(phone);
  const controls = page.locator('.controls');
  await expect(page.locator('main')).toHaveAttribute('data-controls', 'hidden', SOON);
  const settings = await button(page, 'Settings').boundingBox();
  if (!settings) throw new Error('no settings');
  const onSettings = { x: settings.x + settings.width / 2, y: settings.y + settings.height / 2 };
  await page.touchscreen.tap(onSettings.x, onSettings.y);
  await expect(page.locator('main')).toHaveAttribute('data-controls', 'shown');
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  // On a busy machine the controls may hide again before this tap, which then shows them once more.
  await expect(async () => {
    await page.touchscreen.tap(onSettings.x, onSettings.y);
    await expect(sheet).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  // A phone has no keyboard.
  await expect(sheet.getByRole('button', { name: 'Statistics' })).toBeVisible();
  await expect(sheet.getByRole('button', { name: 'Keyboard shortcuts' })).toHaveCount(0);
  for (const target of [
    ...(await sheet.getByRole('button').all()),
    ...(await sheet.locator('label').all()),
    ...(await controls.getByRole('button').all()),
  ]) {
    const box = await target.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), (await target.textContent()) ?? '').toBeGreaterThanOrEqual(44);
  }
  await page.touchscreen.tap(195, 40);
  await expect(sheet).toHaveCount(0);

  // The picture is 390 × 219, its middle above that of the screen.
  const below = { x: 195, y: 420 };
  await pinch(page, { x: 300, y: 400 }, 4);
  await expect.poll(() => quarterAt(page, below), SOON).toBe('lower right');
  await expect(resetZoom(page)).toBeVisible();
  // On a busy machine the two taps may be too far apart.
  await expect(async () => {
    await page.touchscreen.tap(100, 340);
    await page.touchscreen.tap(100, 340);
    await expect(resetZoom(page)).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await page.touchscreen.tap(60, 400);
  await page.touchscreen.tap(60, 400);
  await expect.poll(() => quarterAt(page, { x: 60, y: 400 }), SOON).toBe('lower left');
  await page.close();
});

test('a phone is offered keyboard shortcuts from its first key on, also where it has a pen', async () => {
  const page = await room.watch({ ...devices['Pixel 7'] });
  // A pen beside the finger: Chromium has no switch for it, and this machine's own mouse may count.
  await page.addInitScript(() => {
    const ask = window.matchMedia.bind(window);
    window.matchMedia = (query) => ask(query.replaceAll(/\(any-(pointer: fine|hover: hover)\)/g, 'all'));
  });
  await page.reload();
  const main = page.locator('main');
  await expect(main).toHaveAttribute('data-controls', 'hidden', SOON);
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  // On a busy machine the controls may hide again before the second tap.
  await expect(async () => {
    await page.touchscreen.tap(200, 400);
    await button(page, 'Settings').tap({ timeout: 2_000 });
    await expect(sheet).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 40_000 });
  await expect(sheet.getByRole('button', { name: 'Statistics' })).toBeVisible();
  const offer = sheet.getByRole('button', { name: 'Keyboard shortcuts' });
  await expect(offer).toHaveCount(0);
  await page.keyboard.press('Shift');
  await expect(offer).toBeVisible();
  await page.close();
});

test('every panel passes the checks at every size', async () => {
  const screens = await BothScreens.open(room.browser);
  await screens.goto(room.url);
  await screens.expectView('live');
  // The page hears keys once its controls are loaded, which is after the picture.
  for (const page of screens.pages) await expect(page.locator('.controls')).toBeAttached(SOON);
  const press = (key: string) => Promise.all(screens.pages.map((page) => page.keyboard.press(key)));
  const expectPanel = async (name: string): Promise<void> => {
    for (const page of screens.pages) await expect(page.getByRole('heading', { name, exact: true })).toBeVisible(SOON);
  };
  // The controls alone are checked by `watcher-screens.spec.ts`.
  await press('q');
  await expectPanel('Settings');
  await screens.check('settings');
  await press('?');
  await expectPanel('Keyboard shortcuts');
  await screens.check('keyboard');
  await press('Escape');
  for (let times = 0; times < 5; times += 1) await press('+');
  await press('i');
  await expectPanel('Statistics');
  await screens.check('statistics-zoomed');
  await press('Escape');
  await press('0');
  for (const page of screens.pages) await chooseQuality(page, 'Sound only');
  await expectPanel('Sound only');
  await screens.check('sound-only-by-choice');
  await screens.close();
});
