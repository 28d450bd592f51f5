/**
 * Every screen of the presenter app, in dark and in light, at its comfortable and at its least
 * size: checked by axe-core, and kept as screenshots beside the other results.
 */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripPage } from '../support/drive/app-windows.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { expectPlaying, openChromium, type WatcherBrowser } from '../support/drive/watchers.ts';
import { clip } from '../support/machine/camera-clip.ts';
import { requires } from '../support/machine/requirements.ts';
import { accessibilityFaults } from '../support/measure/accessibility.ts';
import { startServiceNamed, type ServiceProcess } from '../support/service/service-process.ts';

let service: ServiceProcess | undefined;
let app: ElectronApplication | undefined;
let page: Page;
let presenter: Presenter;
let chromium: WatcherBrowser | undefined;

requires('electron', 'chromium', 'ffmpeg');
test.beforeAll(async () => {
  service = await startServiceNamed('https://lectern.example');
  const launched = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: await mkdtemp(join(tmpdir(), 'lectern-app-')),
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('calm')}`],
  });
  ({ app, page } = launched);
  presenter = new Presenter(page);
  await presenter.watchUrl();
  chromium = await openChromium();
});
test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), app?.close()]);
  await service?.stop();
});

const sizes = { comfortable: { width: 1100, height: 720 }, least: { width: 820, height: 560 } } as const;

async function resize({ width, height }: { readonly width: number; readonly height: number }): Promise<void> {
  await app?.evaluate(
    ({ BrowserWindow }, size) => {
      const main = BrowserWindow.getAllWindows().find((one) => !one.webContents.getURL().endsWith('/strip.html'));
      main?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

/**
 * Colours differ between dark and light, the layout between the sizes. All faults are reported
 * together.
 */
async function check(name: string): Promise<void> {
  await resize(sizes.least);
  const faults = await faultsOf(page, `${name}-least`, ['dark']);
  await resize(sizes.comfortable);
  faults.push(...(await faultsOf(page, `${name}-comfortable`)));
  expect.soft(faults, name).toEqual([]);
}

/** The control strip has one size. */
async function checkStrip(strip: Page, name: string): Promise<void> {
  expect.soft(await faultsOf(strip, name), name).toEqual([]);
}

async function faultsOf(
  shown: Page,
  name: string,
  colorSchemes: readonly ('dark' | 'light')[] = ['dark', 'light'],
): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of colorSchemes) {
    await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await shown.screenshot({ path: join(test.info().outputDir, `${name}-${colorScheme}.png`) });
    for (const fault of await accessibilityFaults(shown)) faults.push(`${name}, ${colorScheme}: ${fault}`);
    const overflow = await shown.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    if (overflow > 0) faults.push(`${name}, ${colorScheme}: the window scrolls by ${overflow} px`);
  }
  return faults;
}

test('before going live', async () => {
  await check('idle');
});

test('the screen picker', async () => {
  await page.getByRole('button', { name: 'Share screen' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await check('picker');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('every section of the settings', async () => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('tab')).toHaveCount(7);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    await check(`settings ${(await tab.textContent()) ?? ''}`.toLowerCase().replaceAll(' ', '-'));
  }
  await page.keyboard.press('Escape');
});

test('live, with an audience, recording, paused', async () => {
  test.setTimeout(180_000);
  const { pathname } = new URL(await presenter.watchUrl());
  await presenter.goLive();
  if (app === undefined || chromium === undefined || service === undefined) throw new Error('nothing is running');
  await expectPlaying(await chromium.watch(`${service.url}${pathname}`));
  await presenter.expectAudience(1);
  await page.getByRole('button', { name: /^Record/ }).click();
  await check('live');
  await page.evaluate(() => window.lecternDesktop.updateSettings({ strip: 'always' }));
  const strip = await stripPage(app);
  await expect(strip.getByRole('status')).toHaveText('Live');
  await checkStrip(strip, 'strip-live');
  await strip.getByRole('button', { name: 'Stop' }).press('Enter');
  await expect(strip.getByText('Stop for everyone?')).toBeVisible();
  await checkStrip(strip, 'strip-stop');
  await strip.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show all' }).click();
  await check('audience-list');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Details' }).click();
  await check('details');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Your watchers see the slate.')).toBeVisible();
  await check('paused');
  await expect(strip.getByRole('status')).toHaveText('Paused');
  await checkStrip(strip, 'strip-paused');
  await page.getByRole('button', { name: 'Resume' }).click();
  await presenter.stop();
});
