/** A presenter's rooms in the app: each keeps its link, across starts and beside others. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchPresenterApp, type PresenterApp } from '../support/drive/launch-presenter-app.ts';
import { slowFakeDevices, Presenter } from '../support/drive/presenter.ts';
import { pressAndConfirm } from '../support/drive/press-and-confirm.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

let userDataDir: string;
let service: ServiceProcess;
let running: PresenterApp | undefined;

requires('electron', 'xvfb');
test.beforeEach(async () => {
  userDataDir = mkdtempSync(join(tmpdir(), 'lectern-rooms-'));
  service = await startServiceProcess();
});
test.afterEach(async () => {
  await stop();
  await service.stop();
  rmSync(userDataDir, { recursive: true, force: true });
});

async function start(): Promise<Presenter> {
  running = await launchPresenterApp({ serviceUrl: service.url, userDataDir, args: slowFakeDevices });
  return new Presenter(running.page);
}

async function stop(): Promise<void> {
  await running?.app.close();
  running = undefined;
}

const openSettings = (page: Page): Promise<void> => page.getByRole('button', { name: 'Settings' }).click();
const title = (page: Page) => page.getByLabel('Title of your room');

test('a second room has a link of its own, and both keep theirs across starts', async () => {
  let presenter = await start();
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

  await stop();
  presenter = await start();
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
  const presenter = await start();
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
