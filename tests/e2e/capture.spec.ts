/** Real screens and windows: a watcher sees another program's window move and change its colour. */
import { expect, test, type ElectronApplication } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter } from '../support/drive/presenter.ts';
import { expectPlaying, gapsOver, openChromium, type Watcher, type WatcherBrowser } from '../support/drive/watchers.ts';
import { openColourWindow, type ColourWindow } from '../support/machine/colour-window.ts';
import { requires } from '../support/machine/requirements.ts';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { readPatch, type Patch } from '../support/measure/picture.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

/** A gap this long is a lost second. */
const SECOND_MS = 1_000;
const TITLE = 'Colour code';

let endWindowManager: () => Promise<void>;
let service: ServiceProcess;
let app: ElectronApplication;
let presenter: Presenter;
let chromium: WatcherBrowser;
let watcher: Watcher;
let colours: ColourWindow;

test.describe.configure({ mode: 'serial' });

requires('electron', 'chromium', 'openbox');
test.beforeAll(async () => {
  endWindowManager = await startWindowManager();
  service = await startServiceProcess();
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  const launched = await launchPresenterApp({ serviceUrl: service.url, userDataDir });
  app = launched.app;
  presenter = new Presenter(launched.page);
  colours = await openColourWindow(TITLE, { left: 20, top: 40, width: 480, height: 360 });
  chromium = await openChromium();
});

test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), app?.close(), colours?.close()]);
  await service?.stop();
  await endWindowManager?.();
});

/**
 * Shows the colour and waits until the watcher sees it at the right size and place. A black picture
 * never shows it, and a stale picture still shows the colour before. A window that has just been
 * moved may be seen at its old place first.
 */
async function expectSeen(colour: Patch['colour'], least: Partial<Omit<Patch, 'colour'>> = {}): Promise<Patch> {
  await colours.show(colour);
  let patch: Patch | null = null;
  await expect(async () => {
    patch = await watcher.read(readPatch);
    expect(patch?.colour).toBe(colour);
    for (const name of ['share', 'x', 'y'] as const) expect(patch?.[name], name).toBeGreaterThan(least[name] ?? 0);
  }).toPass({ timeout: 40_000 });
  if (patch === null) throw new Error('The picture has no colour');
  return patch;
}

/** Records the states of the screen's card from now on. The result reads them. */
async function recordStates(): Promise<() => Promise<readonly string[]>> {
  const passed = await card().evaluateHandle((element: HTMLElement) => {
    const states: string[] = [];
    const note = (): void => void states.push(element.dataset['state'] ?? '');
    new MutationObserver(note).observe(element, { attributeFilter: ['data-state'] });
    return states;
  });
  return () => passed.jsonValue();
}

const picker = () => presenter.page.getByRole('dialog', { name: 'What do you want to share?' });
const card = () => presenter.page.locator('[data-source=screen]');

test('the picker shows current pictures of screens and windows, without our own; Escape shares nothing', async () => {
  const { page } = presenter;
  await colours.show('lime');
  const share = page.getByRole('button', { name: 'Share screen' });
  await share.click();
  await expect(picker().getByRole('listbox', { name: 'Screens' }).getByRole('option')).toHaveCount(1);
  const windows = picker().getByRole('listbox', { name: 'Windows' }).getByRole('option');
  await expect(windows).toHaveText([TITLE]);
  const isLime = () =>
    windows
      .locator('img')
      .first()
      .evaluate(async (image: HTMLImageElement) => {
        await image.decode();
        const context = new OffscreenCanvas(1, 1).getContext('2d');
        // One pixel from below the middle.
        context?.drawImage(image, image.naturalWidth / 2, image.naturalHeight * 0.7, 1, 1, 0, 0, 1, 1);
        const [red = 255, green = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
        return green > 200 && red < 60;
      });
  await expect.poll(isLime).toBe(true);
  // The pictures are refreshed while the picker is open.
  await colours.show('black');
  await expect.poll(isLime).toBe(false);
  await page.keyboard.press('Escape');
  await expect(picker()).toBeHidden();
  await expect(share).toBeFocused();
  await expect(card()).toHaveAttribute('data-state', 'off');
});

test('a whole screen: the watcher sees the window on it move and change', async () => {
  await presenter.goLive();
  watcher = await chromium.watch(await presenter.watchUrl());
  await expect.poll(watcher.view, { timeout: 40_000 }).toBe('live');
  await presenter.page.getByRole('button', { name: 'Share screen' }).click();
  // By keyboard alone: the first screen has the focus.
  await expect(picker().getByRole('option').first()).toBeFocused();
  await presenter.page.keyboard.press('Enter');
  await expect(card()).toHaveAttribute('data-state', 'on');
  // Our own window shows the colours as well, so it goes out of the way.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.minimize()));
  await expectPlaying(watcher);
  const left = await expectSeen('magenta');
  await colours.place({ left: 740, top: 600, width: 480, height: 360 });
  await expectSeen('yellow', { x: left.x + 0.2, y: left.y + 0.2 });
});

test('a window replaces the screen without a gap, and may move, change its size and be covered', async () => {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.restore()));
  await expectPlaying(watcher);
  const [calmMs = 0] = await gapsOver([watcher], 60, async () => undefined);
  await watcher.resetGap();
  const passed = await recordStates();
  await presenter.page.getByRole('button', { name: 'Change what is shared' }).click();
  await presenter.page.getByRole('option', { name: TITLE }).click();
  await presenter.page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(card()).toContainText(TITLE);
  // The window fills the picture although our own window covers it.
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((window) => window.focus()));
  await expectSeen('cyan', { share: 0.4 });
  // The screen stayed shared until the window was there.
  expect(await passed()).toEqual([]);
  expect((await watcher.facts()).longestGapMs).toBeLessThan(SECOND_MS + 2 * calmMs);
  await colours.place({ left: 100, top: 100, width: 900, height: 500 });
  await expectSeen('blue', { share: 0.5 });
  await colours.place({ left: 60, top: 60, width: 400, height: 700 });
  await expectSeen('red', { share: 0.15 });
});

test('sharing can be stopped; a closed window is reported, and another can be chosen', async () => {
  const { page } = presenter;
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(card()).toHaveAttribute('data-state', 'off');
  await page.getByRole('button', { name: 'Share screen' }).click();
  await page.getByRole('option', { name: TITLE }).dblclick();
  await expect(card()).toHaveAttribute('data-state', 'on');
  await expectSeen('lime');
  await colours.close();
  await expect(card()).toContainText('The window you shared was closed');
  await page.getByRole('button', { name: 'Share screen' }).click();
  await expect(picker()).toContainText('No window is open');
  await picker().getByRole('button', { name: 'Cancel' }).click();
});

test('each choice is good for one request, and a refusal by the system is reported', async () => {
  const { page } = presenter;
  const capture = () =>
    page.evaluate(async () => {
      try {
        const stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
        for (const track of stream.getTracks()) track.stop();
        return 'given';
      } catch {
        return 'refused';
      }
    });
  expect(await capture()).toBe('refused');
  // Chromium's older way to capture a screen, without a picker.
  const old = { mandatory: { chromeMediaSource: 'desktop', chromeMediaSourceId: 'screen:0:0' } };
  const older = page.evaluate(
    (video) =>
      navigator.mediaDevices.getUserMedia({ video: video as MediaTrackConstraints }).then(() => 'given', String),
    old,
  );
  expect(await older).toContain('NotAllowedError');
  await page.evaluate(async () => {
    const list = await window.lecternDesktop.listScreens();
    const id = list.kind === 'listed' ? list.screens[0]?.id : undefined;
    if (id !== undefined) await window.lecternDesktop.allowCapture({ kind: 'screen', id });
  });
  expect([await capture(), await capture()]).toEqual(['given', 'refused']);
  // As a system that denies screen capture does.
  await app.evaluate(({ session }) =>
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false)),
  );
  await page.getByRole('button', { name: 'Share screen' }).click();
  await expect(picker().getByRole('option').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card()).toContainText('The system doesn’t let Lectern show your screen');
});
