/**
 * Takes the pictures of both ends that the README shows. They are written beside the other test
 * results, or to `docs/pictures` if UPDATE_PICTURES is set: `UPDATE_PICTURES=1 npx playwright test
 * --config=tests/playwright.config.ts pictures`.
 */
import { expect, test } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { expectPlaying, openChromium } from '../support/drive/watchers.ts';
import { clip } from '../support/machine/camera-clip.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceNamed } from '../support/service/service-process.ts';

const repository = resolve(import.meta.dirname, '../..');

test('both ends, live', async ({}, testInfo) => {
  requires('electron', 'chromium', 'ffmpeg');
  const folder = process.env['UPDATE_PICTURES'] ? join(repository, 'docs/pictures') : testInfo.outputDir;
  const service = await startServiceNamed('https://lectern.example');
  const { app, page } = await launchPresenterApp({
    serviceUrl: service.url,
    userDataDir: await mkdtemp(join(tmpdir(), 'lectern-app-')),
    args: [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('calm')}`],
  });
  const chromium = await openChromium();
  try {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Title of your room').fill('Monday lecture');
    await page.getByLabel('Your name').fill('Ada Lovelace');
    await page.getByRole('button', { name: 'Save' }).click();
    const presenter = new Presenter(page);
    const { pathname } = new URL(await presenter.watchUrl());
    await presenter.goLive();
    const desk = await chromium.watch(`${service.url}${pathname}`, { viewport: { width: 1100, height: 620 } });
    const phone = await chromium.watch(`${service.url}${pathname}`, {
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
    });
    for (const watcher of [desk, phone]) await expectPlaying(watcher);
    await presenter.expectAudience(2);
    await page.screenshot({ path: join(folder, 'presenter.png') });
    await desk.stir();
    await desk.screenshot(`${folder}/watcher.png`);
    await phone.screenshot(`${folder}/watcher-phone.png`);
    expect((await desk.facts()).width).toBeGreaterThan(0);
  } finally {
    await Promise.allSettled([chromium.close(), app.close()]);
    await service.stop();
  }
});
