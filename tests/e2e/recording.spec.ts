/**
 * Recording in the app: what is on the disk after the app is killed, the page reloads or the disk
 * runs full.
 */
import { expect, test, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DesktopApi } from '@lectern/bridge';
import { launchPresenterApp, type PresenterApp } from '../support/drive/launch-presenter-app.ts';
import { slowFakeDevices, Presenter } from '../support/drive/presenter.ts';
import { requires } from '../support/machine/requirements.ts';
import { complaintsAbout, entryAt, peakOf, pictureAt, probeRecording } from '../support/measure/recorded-file.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

declare global {
  interface Window {
    readonly lecternDesktop: DesktopApi;
    recordingBegunAt?: number;
  }
}

/** Nothing answers there: recording needs no service. */
const noService = 'http://127.0.0.1:9';

let userDataDir: string;
let folder: string;
let running: PresenterApp | undefined;
let service: ServiceProcess | undefined;

async function start(serviceUrl = noService): Promise<Page> {
  running = await launchPresenterApp({ serviceUrl, userDataDir, args: slowFakeDevices });
  return running.page;
}

async function quit(): Promise<void> {
  await running?.app.close();
  running = undefined;
}

const recordButton = (page: Page) => page.getByRole('button', { name: 'Record', exact: true });
const stopButton = (page: Page) => page.getByRole('button', { name: 'Stop recording' });
const notice = (page: Page) => page.locator('.recording-notice');
const keptFile = (): string => join(folder, readdirSync(folder).join('|'));

/**
 * Waits for the camera, since the recording would show a card without it, and presses Record. Gives
 * the time of the press.
 */
async function record(page: Page): Promise<number> {
  await expect(page.getByRole('button', { name: 'Camera off' })).toBeVisible();
  const pressedAt = Date.now();
  await recordButton(page).click();
  await expect(stopButton(page)).toBeVisible();
  return pressedAt;
}

const secondsSince = (atMs: number): number => (Date.now() - atMs) / 1000;

/** Notes in the page when its button says that it records: the recording began then or before. */
async function noteBeginning(page: Page): Promise<void> {
  await page.evaluate(() => {
    new MutationObserver(() => {
      const isRecording = document.querySelector('.recording')?.getAttribute('data-state') === 'recording';
      if (isRecording) window.recordingBegunAt ??= Date.now();
    }).observe(document.body, { subtree: true, attributes: true, childList: true });
  });
}

/** Waits until the app says that so many seconds are recorded. */
async function expectElapsed(page: Page, seconds: number): Promise<void> {
  const elapsed = async (): Promise<number> => {
    const [, minutes = '0', second = '0'] =
      /(\d+):(\d\d)/.exec((await page.getByRole('timer', { name: 'Recording' }).textContent()) ?? '') ?? [];
    return Number(minutes) * 60 + Number(second);
  };
  await expect.poll(elapsed, { timeout: 60_000 }).toBeGreaterThanOrEqual(seconds);
}

/**
 * A player finds both streams, can seek, and gets a moving picture. The file lasts no longer than
 * the recording did.
 */
function expectWhole(path: string, leastSeconds: number, mostSeconds: number): void {
  const { seconds, codecs, size } = probeRecording(path);
  expect(codecs).toEqual(['opus', 'vp8']);
  expect(size).toBe('1280x720');
  expect(seconds).toBeGreaterThan(leastSeconds);
  expect(seconds).toBeLessThan(mostSeconds + 0.5);
  expect(complaintsAbout(path)).toBe('');
  const middle = seconds / 2;
  // Key frames are two seconds apart.
  expect(Math.abs(entryAt(path, middle) - middle)).toBeLessThan(2.5);
  const [early, late] = [pictureAt(path, seconds / 3), pictureAt(path, middle + 0.5)];
  expect(Math.max(...early) - Math.min(...early), 'more than one shade of grey').toBeGreaterThan(60);
  expect(early.equals(late)).toBe(false);
}

function mountDisk(options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
}

requires('electron', 'ffmpeg');
test.beforeEach(() => {
  userDataDir = mkdtempSync(join(tmpdir(), 'lectern-profile-'));
  folder = mkdtempSync(join(tmpdir(), 'lectern-videos-'));
  writeFileSync(
    join(userDataDir, 'settings.json'),
    JSON.stringify({ title: 'Tides: ebb/flow', recordingFolder: folder }),
  );
});

test.afterEach(async () => {
  await quit();
  await service?.stop();
  service = undefined;
  if (statSync(folder).dev !== statSync(tmpdir()).dev) execFileSync('umount', [folder]);
  for (const path of [userDataDir, folder]) rmSync(path, { recursive: true, force: true });
});

test('eight seconds while live: one file, both streams, seekable, shown in its folder', async () => {
  service = await startServiceProcess();
  const page = await start(service.url);
  await new Presenter(page).goLive();
  const pressedAt = await record(page);
  await expectElapsed(page, 8);
  await expect(page.getByRole('timer')).toHaveText(/\d MB ?space for (about \d+|over a day)/);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.webm\.part$/)]);
  await stopButton(page).click();
  await expect(notice(page)).toContainText('Recording saved as “Lectern ');
  expect(readdirSync(folder)).toEqual([
    expect.stringMatching(/^Lectern \d{4}-\d\d-\d\d \d\d-\d\d Tides ebb flow\.webm$/),
  ]);
  expectWhole(keptFile(), 7, secondsSince(pressedAt));
  expect(peakOf(keptFile())).toBeGreaterThan(-40);
  // The app is still live: recording is independent of it.
  await new Presenter(page).expectStatus('live');

  await running?.app.evaluate(({ shell }) => {
    // This machine has no file manager.
    shell.showItemInFolder = (path) => void Object.assign(globalThis, { shownPath: path });
  });
  await page.getByRole('button', { name: 'Show in folder' }).click();
  const shown = () => running?.app.evaluate(() => Reflect.get(globalThis, 'shownPath'));
  await expect.poll(shown).toBe(keptFile());
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice(page)).toHaveCount(0);
});

test('when the app is killed while recording, at most two seconds are lost, and the next start says where the file is', async () => {
  const page = await start();
  await noteBeginning(page);
  const pressedAt = await record(page);
  await expectElapsed(page, 6);
  const begunAt = await page.evaluate(() => window.recordingBegunAt ?? 0);
  const main = running?.app.process();
  if (!main) throw new Error('the app has no process');
  const gone = once(main, 'exit');
  main.kill('SIGKILL');
  const recordedSeconds = secondsSince(begunAt);
  await gone;
  const mostSeconds = secondsSince(pressedAt);
  running = undefined;
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.webm\.part$/)]);

  const again = await start();
  await expect(notice(again)).toContainText('A recording was interrupted. It is saved as “Lectern ');
  await expect(again.getByRole('button', { name: 'Show in folder' })).toBeVisible();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.webm$/)]);
  expectWhole(keptFile(), recordedSeconds - 2, mostSeconds);
  await quit();
  await expect(notice(await start()), 'reported once').toHaveCount(0);
});

test('without any sound the file grows on, and a kill costs no more than two seconds', async () => {
  const page = await start();
  await noteBeginning(page);
  const pressedAt = await record(page);
  await expectElapsed(page, 2);
  await page.getByRole('switch', { name: 'Microphone on' }).click();
  await expect(page.locator('[data-source=microphone]')).toHaveAttribute('data-state', 'off');
  const size = statSync(keptFile()).size;
  await expectElapsed(page, 7);
  expect(statSync(keptFile()).size).toBeGreaterThan(size * 2);
  const recordedSeconds = secondsSince(await page.evaluate(() => window.recordingBegunAt ?? 0));
  const main = running?.app.process();
  if (!main) throw new Error('the app has no process');
  const gone = once(main, 'exit');
  main.kill('SIGKILL');
  await gone;
  const mostSeconds = secondsSince(pressedAt);
  running = undefined;
  await expect(notice(await start())).toContainText('A recording was interrupted.');
  expectWhole(keptFile(), recordedSeconds - 2, mostSeconds);
});

test('quitting finishes the file', async () => {
  const page = await start();
  await noteBeginning(page);
  const pressedAt = await record(page);
  await expectElapsed(page, 4);
  const recordedSeconds = secondsSince(await page.evaluate(() => window.recordingBegunAt ?? 0));
  await quit();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.webm$/)]);
  expectWhole(keptFile(), recordedSeconds - 1.5, secondsSince(pressedAt));
});

test('a page that reloads leaves a finished recording, and says so', async () => {
  const page = await start();
  const pressedAt = await record(page);
  await expectElapsed(page, 3);
  await page.reload();
  await expect(notice(page)).toContainText('A recording was interrupted.');
  expectWhole(keptFile(), 1.5, secondsSince(pressedAt));
  await recordButton(page).click();
  await expect(stopButton(page)).toBeVisible();
});

test('a full disk ends the recording with a sentence, and the file is kept and plays', async () => {
  requires('root');
  // A little more than the 200 MB that are kept free, which is full after ten seconds or so.
  mountDisk('size=196000k');
  const page = await start();
  const pressedAt = await record(page);
  await expect(page.locator('.recording-progress .low')).toContainText('space for a minute');
  await expect(notice(page)).toContainText('The disk is full. The recording up to then is saved as “Lectern ', {
    timeout: 90_000,
  });
  await expect(recordButton(page)).toBeEnabled();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.webm$/)]);
  expectWhole(keptFile(), 1, secondsSince(pressedAt));
  expect(statSync(keptFile()).size).toBeGreaterThan(500_000);
});

test('too little disk space is reported before recording begins', async () => {
  requires('root');
  mountDisk('size=8m');
  const page = await start();
  await recordButton(page).click();
  await expect(notice(page)).toContainText(`There is too little space for a recording in “${folder}” (8 MB).`);
  await expect(recordButton(page)).toBeEnabled();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is not writable is reported, and another one can be chosen', async () => {
  requires('root');
  mountDisk('size=1m,ro');
  const page = await start();
  await recordButton(page).click();
  await expect(notice(page)).toContainText(`Lectern may not write to “${folder}”.`);

  const other = mkdtempSync(join(tmpdir(), 'lectern-other-'));
  await running?.app.evaluate(({ dialog }, path) => {
    // A test cannot press the system's dialog.
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, other);
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Recording' }).click();
  await page.getByRole('button', { name: 'Choose another folder' }).click();
  await expect(page.getByRole('group', { name: 'Folder for recordings' })).toContainText(other);
  await page.getByRole('button', { name: 'Done' }).click();
  await record(page);
  await expectElapsed(page, 2);
  await stopButton(page).click();
  await expect(notice(page)).toContainText('Recording saved as');
  expect(readdirSync(other)).toEqual([expect.stringMatching(/\.webm$/)]);
  rmSync(other, { recursive: true });
});

test('the page can neither choose a folder by its path nor have another file shown', async () => {
  const page = await start();
  const refusals = await page.evaluate(async () => {
    const words = (attempt: Promise<unknown>) =>
      attempt.then(
        () => 'allowed',
        (error: unknown) => (error instanceof Error ? error.message : ''),
      );
    const { lecternDesktop: desktop } = window;
    return [
      await words(desktop.updateSettings({ recordingFolder: '/etc' })),
      await words(desktop.showRecording('/etc/passwd')),
      await words(desktop.writeRecording(new Uint8Array(1))),
    ];
  });
  expect(refusals).toEqual([
    'The app was asked for something that it does not know.',
    'Lectern shows only its own recordings.',
    'Nothing is being recorded.',
  ]);
  expect(await page.evaluate(() => window.lecternDesktop.readSettings())).toMatchObject({ recordingFolder: folder });
});
