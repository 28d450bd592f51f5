/**
 * The admin ends a live room, takes a presenter's key back and gives another: what both sides read.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { AppAndService, sentence } from '../support/drive/app-and-service.ts';
import { startSecondInstance } from '../support/drive/launch-presenter-app.ts';
import { openChromium } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { runServiceCommand } from '../support/service/run-command.ts';

let setup: AppAndService;

requires('electron', 'xvfb', 'chromium');
test.beforeEach(async () => {
  setup = await AppAndService.begin();
});
test.afterEach(() => setup.end());

async function accept(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /service/ });
  await dialog.getByRole('button', { name: /^(Add and use|Use it)$/ }).click();
  await expect(dialog).toBeHidden();
}

test('a room ended by the admin goes live again by a press, and one whose key was taken back by another key', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lectern-service-'));
  setup.atEnd(async () => rmSync(dataDir, { recursive: true, force: true }));
  const theirs = await setup.startSecondService({ LECTERN_DATA_DIR: dataDir, LECTERN_PRESENTING: 'keys' });
  const lectern = async (...args: string[]): Promise<string> => {
    const settings = { LECTERN_DATA_DIR: dataDir, LECTERN_PUBLIC_URL: theirs.url };
    const { code, out, errors } = await runServiceCommand(args, settings);
    if (code !== 0) throw new Error(errors);
    return out.trim();
  };
  const presenter = await setup.start({ arguments: [await lectern('keys', 'add', 'Ada')] });
  const { page } = presenter;
  await accept(page);
  await expect.poll(() => presenter.watchUrl()).toContain(`:${theirs.port}/r/`);
  await presenter.goLive();
  const browser = await openChromium();
  setup.atEnd(() => browser.close());
  const watcher = await browser.watch(await presenter.watchUrl());
  const views = (view: string) => expect.poll(() => watcher.view(), { timeout: 40_000 }).toBe(view);
  const watcherText = () => watcher.read(() => document.body.innerText);
  await views('live');

  await lectern('end', await presenter.watchUrl());
  await presenter.expectStatus('trouble');
  await expect(sentence(page)).toContainText('The people who run this service have ended your room.');
  await page.screenshot({ path: 'test-results/admin-ended.png' });
  await views('ended');
  expect(await watcherText()).toContain('The people who run this service have ended the broadcast.');
  await watcher.screenshot('test-results/admin-ended-watcher.png');

  await page.getByRole('button', { name: 'Open the room again' }).click();
  await presenter.expectStatus('offline');
  await presenter.goLive();
  await views('live');

  await lectern('keys', 'revoke', 'Ada');
  await presenter.expectStatus('trouble');
  await expect(sentence(page)).toContainText('This service no longer lets you present, and your room has ended.');
  await expect(page.getByRole('button', { name: 'Open the room again' })).toBeHidden();
  await page.screenshot({ path: 'test-results/admin-revoked.png' });
  await views('ended');

  await startSecondInstance({ ...setup.options, arguments: [await lectern('keys', 'add', 'Ada')] });
  await accept(page);
  await presenter.expectStatus('offline');
  await presenter.goLive();
  await views('live');
});
