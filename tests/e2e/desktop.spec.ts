/**
 * The app while live, minimised, closed, killed and crashed: the watcher's picture goes on or comes
 * back.
 */
import { expect, test, type ElectronApplication } from '@playwright/test';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  actOnWindow,
  expectStrip,
  isHeldAwake,
  readWindow,
  stripPage,
  windowFacts,
} from '../support/drive/app-windows.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import {
  expectMoreFrames,
  expectPlaying,
  openChromium,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { findProgram } from '../support/machine/find-program.ts';
import { requires } from '../support/machine/requirements.ts';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { percentile } from '../support/measure/statistics.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

/** A busy machine may lose a second. The page of a window that is put to sleep stops for good. */
const FREEZE_MS = 3_000;
const SECONDS_AWAY = 15;
/** The rest may be lost to other programs on the machine. */
const SECONDS_KEPT = 12;
const SECONDS_IN_FRONT = 3;

let endWindowManager: () => Promise<void>;
let service: ServiceProcess;
let userDataDir: string;
let app: ElectronApplication;
let presenter: Presenter;
let chromium: WatcherBrowser;
let watcher: Watcher;

test.describe.configure({ mode: 'serial' });

async function launch(folder: string): Promise<{ readonly app: ElectronApplication; readonly presenter: Presenter }> {
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir: folder, args: fakeDevices });
  return { app: launched.app, presenter: new Presenter(launched.page) };
}

requires('electron', 'chromium', 'openbox', 'xdotool');
test.beforeAll(async () => {
  endWindowManager = await startWindowManager();
  service = await startServiceProcess();
  userDataDir = await mkdtemp(join(tmpdir(), 'lectern-desk-'));
  ({ app, presenter } = await launch(userDataDir));
  chromium = await openChromium();
  watcher = await chromium.watch(await presenter.watchUrl());
});

test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), app?.close()]);
  await service?.stop();
  await endWindowManager?.();
});

const endOf = (ending: ElectronApplication): Promise<void> =>
  new Promise((resolve) => {
    ending.once('close', () => resolve());
  });
const liveNote = (): string => join(userDataDir, 'live.json');
const shortcutsHeld = (): Promise<boolean[]> =>
  app.evaluate(({ globalShortcut }) =>
    ['CommandOrControl+Alt+Shift+9', 'CommandOrControl+Alt+Shift+0'].map((keys) => globalShortcut.isRegistered(keys)),
  );

/** Runs in the watcher's page. */
const afterOneSecond = (): Promise<number> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(performance.now()), 1_000);
  });

/** The frame rate that the watcher sees in each of so many seconds, by its page's clock. */
async function frameRates(seconds: number): Promise<number[]> {
  const rates: number[] = [];
  let [frames, atMs] = [(await watcher.facts()).frames, await watcher.read(() => performance.now())];
  while (rates.length < seconds) {
    const nowMs = await watcher.read(afterOneSecond);
    const now = (await watcher.facts()).frames;
    rates.push(((now - frames) * 1000) / (nowMs - atMs));
    [frames, atMs] = [now, nowMs];
  }
  return rates;
}

test('only while live are the display kept awake and the shortcuts registered', async () => {
  expect(await isHeldAwake(app)).toBe(false);
  expect(await shortcutsHeld()).toEqual([false, false]);
  await presenter.goLive();
  await expectPlaying(watcher);
  await expect.poll(() => isHeldAwake(app)).toBe(true);
  await expect.poll(shortcutsHeld).toEqual([true, true]);
  expect(existsSync(liveNote())).toBe(true);
  const other = await launch(await mkdtemp(join(tmpdir(), 'lectern-desk-other-')));
  try {
    await other.presenter.goLive();
    const taken = () => other.presenter.page.evaluate(() => window.lecternDesktop.describeShortcuts());
    await expect.poll(taken).toEqual({ pause: 'taken', microphone: 'taken' });
  } finally {
    await other.app.close();
  }
});

test('the strip shows while the window is minimised, tells the state, and its buttons work', async () => {
  await expectStrip(app, false);
  await actOnWindow(app, 'minimize');
  await expectStrip(app, true);
  await expect
    .poll(() => windowFacts(app, 'strip'))
    .toMatchObject({ isOnTop: true, bounds: { width: 320, height: 52 } });
  const strip = await stripPage(app);
  await expect(strip.getByTestId('strip-watching')).toHaveText('1');
  await expect(strip.getByRole('status')).toHaveText('Live');
  await strip.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(presenter.page.getByRole('button', { name: 'Unmute' })).toBeVisible();
  await strip.getByRole('button', { name: 'Unmute' }).click();
  await expect(presenter.page.getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
  await strip.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(watcher.view).toBe('paused');
  await strip.getByRole('button', { name: 'Resume' }).click();
  await expectPlaying(watcher);
  // Stop asks once, and Escape cancels.
  await strip.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(strip.getByText('Stop for everyone?')).toBeVisible();
  await strip.keyboard.press('Escape');
  await expect(strip.getByRole('button', { name: 'Pause' })).toBeVisible();
  await presenter.expectStatus('live');
});

test('the strip’s page can do what its buttons do and nothing else', async () => {
  const strip = await stripPage(app);
  const found = await strip.evaluate(async () => ({
    bridges: Object.keys(window).filter((name) => name.startsWith('lectern')),
    origin: location.origin,
    inline: await new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), {
        once: true,
      });
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = true' }));
    }),
  }));
  expect(found).toEqual({ bridges: ['lecternStrip'], origin: 'app://lectern', inline: 'script-src-elem' });
});

for (const [away, back] of [
  ['minimize', 'restore'],
  ['hide', 'show'],
] as const) {
  test(`the watcher's picture goes on for ${SECONDS_AWAY} s while the window is away (${away})`, async () => {
    const before = await frameRates(SECONDS_IN_FRONT);
    await actOnWindow(app, away);
    await watcher.resetGap();
    const inTheBack = await frameRates(SECONDS_AWAY);
    const { longestGapMs } = await watcher.facts();
    await actOnWindow(app, back);
    const after = await frameRates(SECONDS_IN_FRONT);
    // Twenty, or most of what this machine carries with the window in front.
    const wanted = Math.min(20, percentile([...before, ...after], 50) * 0.7);
    const kept = inTheBack.filter((rate) => rate >= wanted);
    const measured = JSON.stringify({ before, inTheBack, after, longestGapMs });
    expect(kept.length, measured).toBeGreaterThanOrEqual(SECONDS_KEPT);
    expect(longestGapMs, measured).toBeLessThan(FREEZE_MS);
    await actOnWindow(app, 'focus');
    await expectStrip(app, false);
  });
}

test('the strip is hidden while the only screen is shared, and back once sharing ends', async () => {
  const { page } = presenter;
  await page.getByRole('button', { name: 'Share screen' }).click();
  const picker = page.getByRole('dialog', { name: 'What do you want to share?' });
  await expect(picker.getByRole('option').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-source=screen]')).toHaveAttribute('data-state', 'on');
  await actOnWindow(app, 'minimize');
  await expect.poll(async () => (await windowFacts(app, 'main'))?.isMinimised).toBe(true);
  await expectStrip(app, false);
  await page.getByRole('button', { name: 'Stop sharing' }).press('Enter');
  await expectStrip(app, true);
  await actOnWindow(app, 'restore');
  await actOnWindow(app, 'focus');
  await expectStrip(app, false);
});

test('closing the window while live asks first, and going on in the background costs the watcher nothing', async () => {
  const { page } = presenter;
  const question = page.getByRole('dialog', { name: 'You are still live.' });
  await actOnWindow(app, 'close');
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await actOnWindow(app, 'close');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await app.evaluate(({ app: main }) => main.quit());
  await watcher.resetGap();
  await question.getByRole('button', { name: 'Stay live in the background' }).click();
  await expect.poll(async () => (await windowFacts(app, 'main'))?.isMinimised).toBe(true);
  await expectStrip(app, true);
  await expectMoreFrames(watcher, 60);
  expect((await watcher.facts()).longestGapMs).toBeLessThan(FREEZE_MS);
});

test('the global shortcut pauses at once from any program; it resumes on the second press', async () => {
  const press = () => promisify(execFile)(findProgram('xdotool'), ['key', 'ctrl+alt+shift+9']);
  const air = () => stripPage(app).then((strip) => strip.locator('.strip').getAttribute('data-air'));
  await press();
  await expect.poll(air).toBe('paused');
  await expect.poll(watcher.view).toBe('paused');
  await press();
  await press();
  await expect.poll(air).toBe('live');
  await expectPlaying(watcher);
});

test('a crashed page loads again and goes live again, and the watcher’s picture returns without a reload', async () => {
  const opened = await watcher.read(() => performance.timeOrigin);
  await app.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows().find((one) => !one.webContents.getURL().endsWith('/strip.html'));
    main?.webContents.forcefullyCrashRenderer();
  });
  await expect.poll(() => readWindow(app, '.return-note'), { timeout: 40_000 }).toContain('You are live again.');
  await expect.poll(() => readWindow(app, '.window'), { timeout: 40_000 }).toBe('live');
  await expectPlaying(watcher);
  await expectMoreFrames(watcher, 30);
  expect(await watcher.read(() => performance.timeOrigin)).toBe(opened);
  expect(await isHeldAwake(app)).toBe(true);
});

test('an app killed while live starts live in the same room, and the watcher’s picture returns', async () => {
  const opened = await watcher.read(() => performance.timeOrigin);
  const gone = endOf(app);
  app.process().kill('SIGKILL');
  await gone;
  expect(existsSync(liveNote())).toBe(true);
  ({ app, presenter } = await launch(userDataDir));
  await presenter.expectStatus('live');
  await expect(presenter.page.getByText('Lectern closed unexpectedly. You are live again.')).toBeVisible();
  await expectPlaying(watcher);
  await expectMoreFrames(watcher, 30);
  expect(await watcher.read(() => performance.timeOrigin)).toBe(opened);
  await presenter.expectAudience(1);
  await presenter.page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(presenter.page.getByText('Lectern closed unexpectedly.')).toBeHidden();
});

test('an app killed while paused starts paused', async () => {
  await presenter.page.keyboard.press('p');
  await expect.poll(watcher.view).toBe('paused');
  const gone = endOf(app);
  app.process().kill('SIGKILL');
  await gone;
  ({ app, presenter } = await launch(userDataDir));
  await expect(presenter.page.getByText('You are back, still paused.')).toBeVisible();
  await expect(presenter.page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await presenter.page.keyboard.press('p');
  await expectPlaying(watcher);
});

test('stop and quit tells the watchers, ends the app and leaves no live state behind', async () => {
  await actOnWindow(app, 'close');
  const gone = endOf(app);
  await presenter.page.getByRole('button', { name: 'Stop and quit' }).click();
  await gone;
  await expect.poll(watcher.view, { timeout: 40_000 }).toBe('ended');
  expect(existsSync(liveNote())).toBe(false);
});
