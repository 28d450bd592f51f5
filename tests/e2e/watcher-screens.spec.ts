/**
 * Every state of the watcher page at phone, tablet and desktop size and zoomed: accessibility,
 * nothing outside of the screen, what screen readers announce, the tab's title. Screenshots are
 * written beside the other results.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { spoken } from '@lectern/protocol';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { BothScreens } from '../support/measure/both-screens.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { closeClients, joinRoom, openRoom } from '../support/service/clients.ts';
import { startSignaling, type TestService } from '../support/service/start-service.ts';
import { requires } from '../support/machine/requirements.ts';

let browser: Browser;
let presenterServer: ServedPage;
let service: TestService;
let screens: BothScreens;
const others: TestService[] = [];

test.setTimeout(240_000);

requires('chromium');
test.beforeAll(async () => {
  presenterServer = await serveDrawnPresenter();
  browser = await launchChromium(['--autoplay-policy=document-user-activation-required']);
  service = await start();
});
test.beforeEach(async () => {
  screens = await BothScreens.open(browser);
});
test.afterEach(async () => {
  await screens.close();
  closeClients();
  for (const other of others.splice(0)) await other.close();
});
test.afterAll(async () => {
  await browser?.close();
  await service?.close();
  await presenterServer?.close();
});

const start = (change: Parameters<typeof startSignaling>[0] = {}): Promise<TestService> =>
  startSignaling({
    stunUrls: [],
    allowedOrigins: [presenterServer.origin],
    ...change,
    room: { presenterGraceMs: 300, ...change.room },
  });

async function another(change: Parameters<typeof start>[0]): Promise<TestService> {
  const other = await start(change);
  others.push(other);
  return other;
}

/** What a screen reader announces, and the tab's title. */
async function expectSaid(said: string | RegExp, title: string | RegExp): Promise<void> {
  for (const page of screens.pages) {
    await expect(page.getByRole('status')).toHaveText(said);
    await expect(page).toHaveTitle(title);
  }
}

test('no room, presenter not here yet, getting ready, gone', async () => {
  await screens.goto(service.url);
  await screens.expectView('room-unknown');
  await expect(screens.phone.getByRole('heading')).toHaveText('This link doesn’t lead to a room.');
  await expect(screens.phone).toHaveTitle('This link doesn’t lead to a room. – Lectern');
  await screens.check('no-room');

  await screens.goto(`${service.url}/r/abcdefghijkmnpqrstuv`);
  await screens.expectView('room-unknown');
  await expectSaid(/^The presenter isn’t here yet\./, 'The presenter isn’t here yet. – Lectern');
  await screens.check('room-unknown');

  const { client, roomId } = await openRoom(service.url, { live: false });
  await screens.goto(`${service.url}/r/${roomId}`);
  await screens.expectView('waiting');
  await expectSaid(/^The presenter is getting ready\./, 'Waiting: Optics');
  await screens.check('waiting');

  // No one waits for a presenter who is not live.
  client.close();
  const live = await openRoom(service.url);
  await screens.goto(`${service.url}/r/${live.roomId}`);
  await screens.expectView('connecting');
  live.client.close();
  await expectSaid(/^The presenter has lost the connection\./, 'Waiting: Optics');
  await screens.check('away');
});

test('connecting, full, crowded, removed, too old, and the reason when connecting takes long', async () => {
  // A presenter that never sends an offer.
  const silent = await openRoom(service.url);
  const waiting = await BothScreens.open(browser);
  await waiting.goto(`${service.url}/r/${silent.roomId}`);
  await waiting.expectView('connecting');
  await expect(waiting.phone.getByRole('status')).toHaveText('Connecting…');
  await expect(waiting.phone).toHaveTitle('Connecting… – Lectern');
  await waiting.check('connecting');

  const small = await another({ maxWatchersPerRoom: 1 });
  const full = await openRoom(small.url);
  await joinRoom(small.url, full.roomId);
  await screens.goto(`${small.url}/r/${full.roomId}`);
  await screens.expectView('room-full');
  await expectSaid(/^The room is full\./, 'The room is full. – Lectern');
  await screens.check('room-full');

  const crowded = await another({ door: { failuresPerMinute: 0, maxAwaiting: 0 } });
  await screens.goto(`${crowded.url}/r/abcdefghijkmnpqrstuv`);
  await screens.expectView('too-many');
  await expectSaid(/^Many people are joining/, 'Many people are joining right now. – Lectern');
  await screens.check('too-many');

  const { client, roomId } = await openRoom(service.url);
  await screens.goto(`${service.url}/r/${roomId}`);
  for (const _ of screens.pages) {
    const { watcherId } = await client.next('link:opened');
    await client.request('watcher:remove', { watcherId });
  }
  await screens.expectView('removed');
  await expectSaid(/^The presenter has removed you/, 'The presenter has removed you from this room. – Lectern');
  await screens.check('removed');

  const newer = await another({ protocol: { newest: spoken.newest + 9, oldest: spoken.newest + 9 } });
  await screens.goto(`${newer.url}/r/${roomId}`);
  await screens.expectView('too-old');
  await expectSaid(/^Lectern has been updated\./, 'Lectern has been updated. – Lectern');
  await screens.check('page-too-old');

  await expect(waiting.phone.getByRole('status')).toHaveText(/^The picture can’t get through/, { timeout: 30_000 });
  await waiting.check('media-blocked');
  await waiting.close();
});

/**
 * Waits until the page asks for a tap. The page itself says so: a test's evaluation counts as a
 * press, after which sound may play.
 */
async function untilSoundIsBlocked(page: Page, url: string): Promise<void> {
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('.tap-to-play')) console.log('asks for a tap');
    }).observe(document, { childList: true, subtree: true });
  });
  const tapWanted = page.waitForEvent('console', {
    timeout: 30_000,
    predicate: (said) => said.text() === 'asks for a tap',
  });
  await page.goto(url);
  await tapWanted;
}

/**
 * With Tab alone: every control is reached, has a name, and is visible and marked while it has the
 * focus.
 */
async function walkByKeyboard(page: Page): Promise<void> {
  const reached: string[] = [];
  const nameOfFocused = (): Promise<string | null> =>
    page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused?.matches('button, input, a, [tabindex]')) return null;
      const name = focused.getAttribute('aria-label') ?? focused.textContent?.trim() ?? '';
      const isSeen = focused.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      return `${name}${isSeen ? '' : ' (unseen)'}${getComputedStyle(focused).outlineStyle === 'none' ? ' (unmarked)' : ''}`;
    });
  const controls = await page.locator('#ui :is(button, input, a):visible:not(:disabled)').count();
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  for (let press = 0; press < controls + 5; press += 1) {
    await page.keyboard.press('Tab');
    const name = await nameOfFocused();
    if (name === null || reached.includes(name)) break;
    reached.push(name);
  }
  expect(controls).toBeGreaterThanOrEqual(3);
  expect(reached).toHaveLength(controls);
  expect(reached.filter((name) => name === '' || name.endsWith(')'))).toEqual([]);
}

test('live, sound only, paused, at a standstill, ended', async () => {
  const presenter = await DrawnPresenter.load(browser, presenterServer.origin);
  await presenter.open(service.url);
  await presenter.goLive();
  const url = `${service.url}/r/${presenter.roomId}`;
  await Promise.all(screens.pages.map((page) => untilSoundIsBlocked(page, url)));
  await screens.expectView('live');
  await expectSaid(/^Ada Lovelace is live\./, 'Live: How light bends');
  await screens.check('live-tap-for-sound');

  for (const page of screens.pages) await page.getByRole('button', { name: 'Tap for sound' }).click();
  await screens.check('live');
  await walkByKeyboard(screens.desktop);
  await screens.desktop.setViewportSize({ width: 1440, height: 900 });
  await screens.desktop.emulateMedia({ forcedColors: 'active' });
  await screens.desktop.screenshot({ path: `${test.info().outputDir}/live-forced-colours.png` });
  // Forced colours give text a background, but not icons; and axe-core reads the specified colours,
  // not the forced ones.
  await expect.soft(screens.desktop.locator('.controls')).toHaveCSS('background-image', 'none');
  await expect.soft(screens.desktop.locator('.badge')).toHaveCSS('border-top-style', 'solid');
  await screens.desktop.emulateMedia({ forcedColors: null });

  await presenter.show({ video: false, audio: true });
  await expectSaid(/^Sound only/, 'Live: How light bends');
  await screens.check('sound-only');
  await presenter.pause();
  await screens.expectView('paused');
  await expectSaid(/^Ada Lovelace has paused\./, 'Paused: How light bends');
  await screens.check('paused');
  await presenter.show({ video: true, audio: true });
  await presenter.resume();
  await screens.expectView('live');

  await presenter.stop();
  await screens.expectView('ended');
  await expectSaid(/^The broadcast has ended\./, 'Ended: How light bends');
  await screens.check('ended');

  await presenter.goLive();
  await screens.expectView('live');
  const { port } = service;
  await service.close();
  await presenter.page.context().close();
  await screens.expectView('reconnecting');
  await expectSaid(/Reconnecting…/, 'Reconnecting: How light bends');
  await screens.check('reconnecting');
  service = await start({ port });
  await screens.expectView('waiting');
  await screens.check('away-with-the-last-picture');
});
