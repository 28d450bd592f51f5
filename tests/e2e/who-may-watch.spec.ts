/**
 * Who may watch, with the real app and phones in Chromium: a passcode, wrong ones, a lobby, and
 * what the app says about a removed watcher.
 */
import { devices, expect, test, type Browser, type Page } from '@playwright/test';
import { AppAndService } from '../support/drive/app-and-service.ts';
import { AudienceList } from '../support/drive/audience-list.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { accessibilityFaults } from '../support/measure/accessibility.ts';

const SOON = { timeout: 40_000 };

let both: AppAndService;
let browser: Browser;

requires('electron', 'xvfb', 'chromium');
test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser?.close());
test.beforeEach(async () => {
  both = await AppAndService.begin();
});
test.afterEach(() => both.end());

async function openPhone(url: string): Promise<Page> {
  const page = await (await browser.newContext(devices['Pixel 7'])).newPage();
  await page.goto(url);
  return page;
}

const expectView = (page: Page, view: string): Promise<void> =>
  expect(page.locator(`main[data-view="${view}"]`)).toBeVisible(SOON);
const field = (page: Page) => page.getByLabel('Passcode');

async function enter(page: Page, passcode: string): Promise<void> {
  await field(page).fill(passcode);
  await field(page).press('Enter');
}

const openEntrySettings = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Who may watch' }).click();
};
const done = (page: Page): Promise<void> => page.getByRole('button', { name: 'Done' }).click();
const shoot = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
};

test('a passcode keeps strangers out, lets people in on a phone, and survives restarts of service and app', async () => {
  let presenter = await both.start();
  let { page } = presenter;
  await presenter.goLive();
  const url = await presenter.watchUrl();
  const early = await openPhone(url);
  await expectView(early, 'live');

  // Without a passcode, the question whether to remove someone says that they can come back.
  const list = new AudienceList(page);
  await presenter.expectAudience(1);
  await list.open();
  await list.panel.getByRole('button', { name: /^Remove/ }).click();
  await expect(list.panel).toContainText('a removed person can come back');
  await shoot(page, 'remove');
  await list.panel.getByRole('button', { name: 'Set a passcode' }).click();

  const passcode = page.getByLabel('New passcode', { exact: true });
  await passcode.fill('pool');
  await page.getByRole('button', { name: 'Set passcode' }).click();
  await expect(page.getByText('Use at least 6 characters.')).toBeVisible();
  await passcode.fill('Wave pool 7');
  await page.getByRole('radio', { name: 'Need the new passcode' }).check();
  await shoot(page, 'settings');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Set passcode' }).click();
  await expect(page.getByLabel('Your passcode')).toHaveText('Wave pool 7');
  await shoot(page, 'settings-set');
  await done(page);

  // The watcher has to come in again: its picture ends, and the page asks.
  await expectView(early, 'passcode');
  await presenter.expectAudience(0);
  await expect(field(early)).toBeFocused(SOON);
  await shoot(early, 'phone-asked');
  expect(await accessibilityFaults(early)).toEqual([]);
  await enter(early, 'wave pool 8');
  await expect(early.getByRole('alert')).toHaveText('That isn’t the passcode. Check it and try again.', SOON);
  await shoot(early, 'phone-wrong');
  expect(await accessibilityFaults(early)).toEqual([]);
  await enter(early, 'WAVEPOOL7');
  await expectView(early, 'live');
  await presenter.expectAudience(1);
  await early.reload();
  await expectView(early, 'live');

  // After a restart of the service newcomers are asked again once the presenter is back.
  await both.ours.kill();
  await both.ours.restart();
  await presenter.expectStatus('live');
  // By its address on this machine, where the browser itself hashes.
  const localUrl = `${both.ours.url}${new URL(url).pathname}`;
  const late = await openPhone(localUrl);
  await expectView(late, 'passcode');
  await enter(late, 'wave pool 7');
  await expectView(late, 'live');

  await both.stop();
  presenter = await both.start();
  ({ page } = presenter);
  await openEntrySettings(page);
  await expect(page.getByLabel('Your passcode')).toHaveText('Wave pool 7');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByRole('button', { name: 'Make one up' }).click();
  await page.getByRole('button', { name: 'Set passcode' }).click();
  await expect(page.getByLabel('Your passcode')).toHaveText(/^[a-z2-9]{4} [a-z2-9]{4}$/);
  await done(page);

  // After five wrong ones in a minute the page says how long to wait.
  const guesser = await openPhone(localUrl);
  await expectView(guesser, 'passcode');
  const paused = guesser.getByText('Too many wrong passcodes came from your network.');
  await expect(async () => {
    await enter(guesser, `guess ${Math.random()}`);
    await expect(paused).toBeVisible({ timeout: 700 });
  }).toPass({ ...SOON, intervals: [50] });
  await expect(guesser.getByRole('button', { name: 'Enter' })).toBeDisabled();
  await expect(guesser.getByText(/^\d+ s$/)).toBeVisible();
  await shoot(guesser, 'phone-paused');
  expect(await accessibilityFaults(guesser)).toEqual([]);
});

test('newcomers wait in the lobby until they are let in, and who was in comes straight back', async () => {
  const presenter = await both.start();
  const { page } = presenter;
  const url = await presenter.watchUrl();
  await openEntrySettings(page);
  await page.getByRole('switch', { name: 'Let people in yourself' }).click();
  await done(page);
  await presenter.goLive();
  const [first, second] = [await openPhone(url), await openPhone(url)];
  for (const guest of [first, second]) await expectView(guest, 'lobby');
  await shoot(first, 'phone-lobby');
  expect(await accessibilityFaults(first)).toEqual([]);
  // Nothing flows, and no link is open.
  expect(await first.evaluate(() => document.querySelector('video')?.srcObject ?? null)).toBeNull();
  await presenter.expectAudience(0);
  await expect(page.getByText('2 wait to come in')).toBeVisible(SOON);
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await shoot(page, 'lobby');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Let in Guest 1' }).click();
  await expectView(first, 'live');
  await expect(page.getByText('One person waits to come in')).toBeVisible(SOON);
  await expectView(second, 'lobby');

  // After a restart of the service the one is back at once, and the other waits.
  await both.ours.kill();
  await both.ours.restart();
  await expect(page.getByText('One person waits to come in')).toBeVisible(SOON);
  await expectView(first, 'live');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Let all in' }).click();
  await expectView(second, 'live');
});
