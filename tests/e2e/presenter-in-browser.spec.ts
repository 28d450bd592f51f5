/**
 * `npm start -- --browser`: the presenter in a browser's tab, for those without the desktop app.
 */
import { expect, test, type Browser } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import { expectMoreSound, expectPlaying, openChromium, type WatcherBrowser } from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';

const repository = resolve(import.meta.dirname, '../..');

let start: ChildProcess | undefined;
let browser: Browser | undefined;
let watching: WatcherBrowser | undefined;

test.afterEach(async () => {
  await Promise.allSettled([browser?.close(), watching?.close()]);
  if (start === undefined || start.exitCode !== null) return;
  const ended = once(start, 'exit');
  start.kill('SIGINT');
  await ended;
});

/** Starts the command and gives the one-time address that it prints. */
async function startInBrowser(): Promise<string> {
  const command = spawn(process.execPath, ['scripts/run.mjs', 'start', '--browser', '--no-open'], {
    cwd: repository,
    env: { ...process.env, LECTERN_PORT: '0', LECTERN_PRESENTER_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  start = command;
  for await (const line of createInterface({ input: command.stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(line)?.[0];
    if (address !== undefined) {
      command.stdout.resume();
      return address;
    }
  }
  throw new Error('npm start -- --browser ended without an address');
}

test('presents from a tab; its address works once', async () => {
  requires('chromium');
  const address = await startInBrowser();
  browser = await launchChromium([...slowFakeDevices, '--use-fake-ui-for-media-stream']);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  expect(page.url()).not.toContain('token');
  const presenter = new Presenter(page);
  const url = await presenter.watchUrl();
  await presenter.goLive();

  // This browser plays sound without a press. One that waits for a press stays muted and counts no
  // sound.
  watching = await openChromium();
  const watcher = await watching.watch(url);
  await expectPlaying(watcher);
  await expectMoreSound(watcher);
  await presenter.expectAudience(1);

  // The browser chooses, here without asking. The presenter page shows no picker of its own, and
  // the picture goes on.
  const screen = page.locator('[data-source=screen]');
  await page.getByRole('button', { name: 'Share screen' }).click();
  await expect(screen).toHaveAttribute('data-state', 'on');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expectPlaying(watcher);
  await page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect(screen).toHaveAttribute('data-state', 'off');

  const stranger = await browser.newContext();
  expect((await (await stranger.newPage()).goto(address))?.status()).toBe(403);

  // The room is the same after a reload, since the browser keeps its key.
  await page.reload();
  expect(await presenter.watchUrl()).toBe(url);
  await presenter.goLive();
  await expectPlaying(watcher);

  // A second tab is a newer run with the same key, so it wins. The first one says so and can take
  // the room back.
  const secondPage = await context.newPage();
  await secondPage.goto(new URL(address).origin);
  const second = new Presenter(secondPage);
  await second.expectStatus('offline');
  await presenter.expectStatus('trouble');
  await expect.poll(watcher.view).toBe('waiting');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Present from here' }).click();
  await presenter.expectStatus('offline');
  await second.expectStatus('trouble');
  await presenter.goLive();
  await expectPlaying(watcher);
  await watcher.close();
});
