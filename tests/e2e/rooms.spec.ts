/** A presenter's rooms in the app: each keeps its link, across starts and beside others. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { AppAndService } from '../support/drive/app-and-service.ts';
import { pressAndConfirm } from '../support/drive/press-and-confirm.ts';
import { openChromium, type WatcherBrowser } from '../support/drive/watchers.ts';
import { requires } from '../support/machine/requirements.ts';

let both: AppAndService;

requires('electron', 'xvfb', 'chromium');
test.beforeEach(async () => {
  both = await AppAndService.begin();
});
test.afterEach(() => both.end());

const openSettings = (page: Page): Promise<void> => page.getByRole('button', { name: 'Settings' }).click();
const title = (page: Page) => page.getByLabel('Title of your room');

test('a second room has a link of its own, and both keep theirs across starts', async () => {
  let presenter = await both.start();
  let { page } = presenter;
  const first = await presenter.watchUrl();
  await openSettings(page);
  await title(page).fill('Monday lecture');
  await page.getByRole('button', { name: 'Save' }).click();
  await openSettings(page);
  await page.getByLabel('Another room').fill('Thursday seminar');
  await page.getByRole('button', { name: 'New room' }).click();
  await expect.poll(() => presenter.watchUrl()).not.toBe(first);
  const second = await presenter.watchUrl();

  await both.stop();
  presenter = await both.start();
  ({ page } = presenter);
  expect(await presenter.watchUrl()).toBe(second);
  await openSettings(page);
  await expect(title(page)).toHaveValue('Thursday seminar');
  await page.getByRole('button', { name: 'Open Monday lecture' }).click();
  await expect.poll(() => presenter.watchUrl()).toBe(first);
  await openSettings(page);
  await expect(title(page)).toHaveValue('Monday lecture');
});

test('another room is not opened while live, and deleting one asks first', async () => {
  const presenter = await both.start();
  const { page } = presenter;
  const first = await presenter.watchUrl();
  await openSettings(page);
  await page.getByLabel('Another room').fill('Thursday seminar');
  await page.getByRole('button', { name: 'New room' }).click();
  await expect.poll(() => presenter.watchUrl()).not.toBe(first);
  await presenter.goLive();
  await openSettings(page);
  const rooms = page.getByRole('list', { name: 'Your rooms' });
  await expect(rooms.getByRole('listitem')).toHaveCount(2);
  await expect(rooms.getByRole('button', { name: /^Open / })).toBeDisabled();
  // The app itself refuses as well, not only its buttons.
  const refused = await page.evaluate(async () => {
    const { lecternDesktop: desktop } = window;
    const { currentRoom, rooms: kept } = await desktop.readSettings();
    const other = kept.find(({ roomId }) => roomId !== currentRoom);
    if (other === undefined) return [];
    const attempts = [
      desktop.switchRoom(other.roomId),
      desktop.createRoom('Friday tutorial'),
      desktop.updateSettings({ currentRoom: other.roomId }),
    ];
    return Promise.all(attempts.map((answer) => answer.then(String, (error: Error) => error.message)));
  });
  expect(refused).toEqual(Array(3).fill('You are live. Stop first to open another room.'));
  const ask = rooms.getByRole('button', { name: /^Delete (?!its link)/ });
  await ask.click();
  await expect(rooms.getByRole('listitem')).toHaveCount(2);
  await pressAndConfirm(ask, rooms.getByRole('button', { name: 'Delete its link for good?' }));
  await expect(rooms.getByRole('listitem')).toHaveCount(1);
  await presenter.expectStatus('live');
});

const PASSPHRASE = 'seven quiet tides';

/** A test cannot press the system's dialogs. */
async function answerDialogs(path: string): Promise<void> {
  await both.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

test('a room moves to another computer in a file, and there has the same link', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-moved-'));
  const path = join(folder, 'Monday.lectern-room');
  let presenter = await both.start();
  let { page } = presenter;
  const link = await presenter.watchUrl();
  await openSettings(page);
  await title(page).fill('Monday lecture');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await answerDialogs(path);
  await openSettings(page);
  await page.getByRole('button', { name: 'Export Monday lecture' }).click();
  const form = page.getByRole('form', { name: 'Export this room' });
  await expect(form).toContainText('Anyone who has this file and its passphrase can present in this room');
  await form.getByLabel('Passphrase of at least 12 characters').fill(PASSPHRASE);
  await form.getByLabel('The same passphrase again').fill('seven quiet tide');
  await form.getByRole('button', { name: 'Save file' }).click();
  await expect(form.getByRole('alert')).toHaveText('The two passphrases are not the same.');
  await form.getByLabel('Passphrase of at least 12 characters').fill(PASSPHRASE);
  await form.getByLabel('The same passphrase again').fill(PASSPHRASE);
  await form.getByRole('button', { name: 'Save file' }).click();
  await expect(form.getByRole('status')).toContainText('Saved as “Monday.lectern-room”.');
  expect(readdirSync(folder)).toEqual(['Monday.lectern-room']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).not.toMatch(/PRIVATE|Monday/);
  await both.stop();

  rmSync(both.options.userDataDir, { recursive: true });
  presenter = await both.start();
  ({ page } = presenter);
  const other = await presenter.watchUrl();
  expect(other).not.toBe(link);
  await answerDialogs(path);
  await openSettings(page);
  const importing = page.getByRole('form', { name: 'Import a room' });
  await importing.getByLabel('Passphrase of the file').fill('not this one at all');
  await importing.getByRole('button', { name: 'Choose file' }).click();
  await expect(importing.getByRole('alert')).toContainText('The passphrase does not open that file');
  await importing.getByLabel('Passphrase of the file').fill(PASSPHRASE);
  await importing.getByRole('button', { name: 'Choose file' }).click();
  await expect(importing.getByRole('status')).toHaveText('The room is in your list now.');
  await page.getByRole('button', { name: 'Open Monday lecture' }).click();
  await expect.poll(() => presenter.watchUrl()).toBe(link);
  await presenter.goLive();
  rmSync(folder, { recursive: true });
});

test.describe('a link that has reached the wrong people', () => {
  let chromium: WatcherBrowser;
  test.beforeAll(async () => {
    chromium = await openChromium();
  });
  test.afterAll(() => chromium.close());

  test('is replaced: the old one says that it is no longer used, also after a start, and the new one works', async () => {
    let presenter = await both.start();
    let { page } = presenter;
    const old = await presenter.watchUrl();
    const waiting = await chromium.watch(old);
    await expect.poll(waiting.view).toBe('waiting');
    const textOf = (watcher: typeof waiting) => watcher.read(() => document.body.innerText);
    await openSettings(page);
    await pressAndConfirm(
      page.getByRole('button', { name: 'New link' }),
      page.getByRole('button', { name: 'Replace the link for good?' }),
    );
    await expect.poll(() => presenter.watchUrl(), { timeout: 60_000 }).not.toBe(old);
    const renewed = await presenter.watchUrl();
    await expect.poll(() => textOf(waiting), { timeout: 40_000 }).toContain('This link is no longer used.');
    expect(await waiting.read(() => document.documentElement.outerHTML)).not.toContain(new URL(renewed).pathname);

    await both.stop();
    presenter = await both.start();
    ({ page } = presenter);
    expect(await presenter.watchUrl()).toBe(renewed);
    await presenter.goLive();
    const late = await chromium.watch(old);
    await expect.poll(() => textOf(late), { timeout: 40_000 }).toContain('This link is no longer used.');
    const watcher = await chromium.watch(renewed);
    await expect.poll(watcher.view, { timeout: 60_000 }).toBe('live');

    await openSettings(page);
    const links = page.getByRole('list', { name: 'Old links' });
    await pressAndConfirm(
      links.getByRole('button', { name: /^Delete your room/ }),
      links.getByRole('button', { name: 'Delete its link for good?' }),
    );
    await expect(links).toHaveCount(0);
    await presenter.expectStatus('live');
  });
});
