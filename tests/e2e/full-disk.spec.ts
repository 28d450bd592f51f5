/**
 * The profile's disk is full: everything works, the window says in one sentence that it cannot be
 * saved, and it is saved once there is space.
 */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchPresenterApp, type PresenterApp } from '../support/drive/launch-presenter-app.ts';
import { fakeDevices, Presenter } from '../support/drive/presenter.ts';
import { expectPlaying, openChromium, type Watcher, type WatcherBrowser } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';
import { SmallDisk } from '../support/machine/small-disk.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

test.describe.configure({ mode: 'serial' });
requires('electron', 'chromium', 'root');

let disk: SmallDisk;
let service: ServiceProcess;
let running: PresenterApp;
let page: Page;
let presenter: Presenter;
let chromium: WatcherBrowser;
let watcher: Watcher;

const start = async (): Promise<void> => {
  running = await launchPresenterApp({ serviceUrl: service.url, userDataDir: disk.folder, args: fakeDevices });
  page = running.page;
  presenter = new Presenter(page);
};
const saved = (): Record<string, unknown> => {
  const content: unknown = JSON.parse(readFileSync(join(disk.folder, 'settings.json'), 'utf8'));
  return Object.fromEntries(Object.entries(content ?? {}));
};
const changesUnsaved = 'The disk is full, so your latest changes work now but are lost when you quit.';
const linkUnsaved = 'The disk is full, so this room works now but its link is lost when you quit.';
const inWindow = () => page.locator('main').getByRole('alert');
const settings = () => page.getByRole('dialog', { name: 'Settings' });
const done = () => settings().getByRole('button', { name: 'Done' });

test.beforeAll(async () => {
  disk = new SmallDisk();
  service = await startServiceProcess();
  chromium = await openChromium();
});
test.afterAll(async () => {
  await Promise.allSettled([chromium?.close(), running?.app.close()]);
  await service?.stop();
  disk?.close();
});

test('a first start on a full disk opens a room, says that its link is not saved, and saves it later', async () => {
  disk.fill();
  await start();
  const url = await presenter.watchUrl();
  await expect(inWindow()).toHaveText(linkUnsaved);
  disk.free();
  await expect(inWindow()).toHaveCount(0);
  await running.app.close();
  await start();
  expect(await presenter.watchUrl()).toBe(url);
});

test('on a full disk, changes while live take effect at once', async () => {
  await presenter.goLive();
  watcher = await chromium.watch(await presenter.watchUrl());
  await expectPlaying(watcher);
  const height = async () => (await watcher.facts()).height;
  await expect.poll(height, { timeout: 60_000 }).toBe(720);
  disk.fill();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Quality' }).click();
  const saver = page.getByRole('radio', { name: 'Saver', exact: true });
  await saver.click();
  await expect(saver).toBeChecked();
  await expect(settings().getByText(changesUnsaved)).toBeVisible();
  await page.getByRole('radio', { name: 'Sharp text' }).click();
  await expect(page.getByRole('radio', { name: 'Sharp text' })).toBeChecked();
  await done().click();
  await expect.poll(height, { timeout: 60_000 }).toBe(540);
  await expect(inWindow()).toHaveText(changesUnsaved);
});

test('the title and the microphone change as well, and the settings close', async () => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'You and your room' }).click();
  await page.getByLabel('Title of your room').fill('Tides');
  await settings().getByRole('button', { name: 'Save' }).click();
  await expect(settings()).toBeHidden();
  await expect.poll(() => watcher.read(() => document.title)).toContain('Tides');
  disk.fill();
  await page.getByRole('button', { name: 'Mute', exact: true }).click();
  await expect(page.locator('[data-source=microphone]')).toHaveAttribute('data-state', 'off');
  expect(saved()).toMatchObject({ quality: 'standard', title: '', microphoneOn: true });
});

test('a new room and a new key: the room is refused with the reason, the key is used', async () => {
  await presenter.stop();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('Another room').fill('Waves');
  disk.fill();
  await settings().getByRole('button', { name: 'New room' }).click();
  await expect(settings().getByText('The key of the new room could not be saved. Is the disk full?')).toBeVisible();
  await page.getByRole('tab', { name: 'Services' }).click();
  const enrolment = 'lectern://connect?service=https%3A%2F%2Fother.example&key=zX8vY2nQ4tR6wS0aB3cD';
  await settings().getByLabel('Add a service').fill(enrolment);
  disk.fill();
  await settings().getByRole('button', { name: 'Add', exact: true }).click();
  await expect(settings().getByText('Your presenter key is saved.')).toBeVisible();
  await done().click();
});

test('once there is space, everything is saved by itself', async () => {
  disk.free();
  await expect(inWindow()).toHaveCount(0);
  expect(saved()).toMatchObject({ quality: 'saver', sharpness: 'text', title: 'Tides', microphoneOn: false });
  await running.app.close();
  await start();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByLabel('Title of your room')).toHaveValue('Tides');
  await page.getByRole('tab', { name: 'Services' }).click();
  await expect(settings().getByRole('button', { name: 'Change key for other.example' })).toBeVisible();
});
