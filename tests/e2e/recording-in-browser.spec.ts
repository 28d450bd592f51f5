/**
 * Recording from a browser's tab: into a chosen file, and a clear sentence if the browser cannot
 * record.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { servePresenter, type PresenterPage } from '../../scripts/start/serve-presenter.ts';
import { slowFakeDevices } from '../support/drive/presenter.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { probeRecording } from '../support/measure/recorded-file.ts';

let served: PresenterPage;
let browser: Browser;

requires('chromium', 'ffmpeg');
test.beforeAll(async () => {
  const folder = resolve(import.meta.dirname, '../../renderer/dist');
  served = await servePresenter({ folder, preferredPort: 0, version: '0.0.0' });
  // Nothing answers there: recording needs no service.
  served.announceService('http://127.0.0.1:9');
  browser = await launchChromium([...slowFakeDevices, '--use-fake-ui-for-media-stream']);
});
test.afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a tab records into the chosen file; cancelling the dialog is no error; an unable browser says so', async () => {
  const page = await browser.newPage();
  // A test cannot press the system's dialog. Instead of its file, one of the browser's own is
  // written in the same way.
  await page.addInitScript(() => {
    const pick = async ({ suggestedName }: { readonly suggestedName: string }) =>
      (await navigator.storage.getDirectory()).getFileHandle(suggestedName.replaceAll(' ', '_'), { create: true });
    Object.assign(window, { showSaveFilePicker: pick });
  });
  await page.goto(served.address);
  await expect(button(page, 'Camera off')).toBeVisible();
  await button(page, 'Record').click();
  await expect(page.getByRole('timer')).toContainText(/0:(0[4-9]|[1-5]\d)/);
  await button(page, 'Stop recording').click();
  await expect(page.locator('.recording-notice')).toContainText('Recording saved as “Lectern_');
  await expect(button(page, 'Show in folder')).toHaveCount(0);

  const text = await page.evaluate(async () => {
    for await (const handle of (await navigator.storage.getDirectory()).values()) {
      if (!(handle instanceof FileSystemFileHandle)) continue;
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }
    return '';
  });
  const folder = mkdtempSync(join(tmpdir(), 'lectern-tab-'));
  writeFileSync(join(folder, 'a.webm'), Buffer.from(text, 'base64'));
  expect(probeRecording(join(folder, 'a.webm'))).toMatchObject({ codecs: ['opus', 'vp8'], size: '1280x720' });
  rmSync(folder, { recursive: true });

  await page.evaluate(() => {
    const decline = () => Promise.reject(new DOMException('The user aborted a request.', 'AbortError'));
    Object.assign(window, { showSaveFilePicker: decline });
  });
  await button(page, 'Record').click();
  await expect(page.locator('.recording-notice')).toHaveCount(0);
  await expect(button(page, 'Record')).toBeEnabled();

  await page.evaluate(() => Object.assign(window, { showSaveFilePicker: undefined }));
  await button(page, 'Record').click();
  await expect(page.locator('.recording-notice')).toContainText(
    'Record in the Lectern app, or present from Chrome or Edge.',
  );
});
