/**
 * Pictures of other shapes: cameras that are not 16:9 arrive whole, and 14-px letters of an upright
 * or a large screen can be read in the watcher's picture.
 */
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { openChromium, type Watcher, type WatcherBrowser } from '../support/drive/watchers.ts';
import { edgesClip } from '../support/machine/camera-clip.ts';
import { requires } from '../support/machine/requirements.ts';
import { startWindowManager } from '../support/machine/window-manager.ts';
import { startXDisplay } from '../support/machine/x-display.ts';
import { readEdges } from '../support/measure/picture-edges.ts';
import { greyPicture, smaller } from '../support/measure/reading/grey-picture.ts';
import { openLetterWindow, type LetterWindow } from '../support/measure/reading/letter-window.ts';
import { readLetters, shareRead, type GreyPicture } from '../support/measure/reading/read-letters.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

/** Of all letters. A still picture becomes this sharp within seconds. */
const READABLE = 0.98;

let service: ServiceProcess;
let chromium: WatcherBrowser;
let closings: (() => Promise<unknown>)[] = [];

requires('electron', 'chromium', 'ffmpeg', 'openbox');
test.beforeAll(async () => {
  service = await startServiceProcess();
  chromium = await openChromium();
});
test.afterEach(async () => {
  for (const close of closings.toReversed()) await close();
  closings = [];
});
test.afterAll(async () => {
  await chromium?.close();
  await service?.stop();
});

interface Live {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly watcher: Watcher;
}

async function goLive(
  settings: Readonly<Record<string, unknown>>,
  options: { readonly args?: readonly string[]; readonly environment?: Readonly<Record<string, string>> },
): Promise<Live> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify({ microphoneOn: false, ...settings }));
  const { app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir, ...options });
  closings.push(() => app.close());
  const presenter = new Presenter(page);
  const url = await presenter.watchUrl();
  await presenter.goLive();
  const watcher = await chromium.watch(url);
  closings.push(() => watcher.close());
  await expect.poll(watcher.view, { timeout: 40_000 }).toBe('live');
  return { app, page, watcher };
}

async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Quality' }).click();
  await page.getByRole('radio', { name: option, exact: true }).check();
  await page.getByRole('button', { name: 'Done' }).click();
}

const expectSize = (watcher: Watcher, size: { width: number; height: number }): Promise<void> =>
  expect
    .poll(async () => (({ width, height }) => ({ width, height }))(await watcher.facts()), { timeout: 60_000 })
    .toEqual(size);

test.describe('a camera that is not 16:9 arrives whole and in its shape', () => {
  for (const { width, height, sizes } of [
    {
      width: 1600,
      height: 1200,
      sizes: { Standard: [1104, 828], High: [1600, 1200] },
    },
    { width: 1080, height: 1920, sizes: { Standard: [720, 1280], Saver: [540, 960] } },
  ] as const) {
    test(`${width}×${height}, as ${Object.keys(sizes).join(' and ')}`, async () => {
      test.setTimeout(180_000);
      const clip = `--use-file-for-fake-video-capture=${await edgesClip(width, height)}`;
      const { page, watcher } = await goLive({}, { args: [...fakeDevices, clip] });
      for (const [preset, [across, down]] of Object.entries(sizes)) {
        if (preset !== 'Standard') await choose(page, preset);
        await expectSize(watcher, { width: across, height: down });
        await expect(async () => {
          const edges = await watcher.read(readEdges);
          expect(edges).toMatchObject({ top: 'red', bottom: 'lime', left: 'blue', right: 'yellow' });
          expect(edges?.roundness, preset).toBeCloseTo(1, 1);
          expect(edges?.share, preset).toBeCloseTo(0.5, 1);
        }).toPass({ timeout: 30_000 });
        await watcher.screenshot(`${test.info().outputPath(preset)}.png`);
      }
    });
  }
});

test.describe('letters of 14 px on a shared screen', () => {
  let letters: LetterWindow;

  async function share(screen: { readonly width: number; readonly height: number }): Promise<Live> {
    const { environment, close } = await startXDisplay(screen.width, screen.height);
    closings.push(close, await startWindowManager(environment));
    const live = await goLive({ cameraOn: false }, { environment, args: fakeDevices });
    await live.page.getByRole('button', { name: 'Share screen' }).click();
    await live.page.getByRole('listbox', { name: 'Screens' }).getByRole('option').first().click();
    await live.page.getByRole('button', { name: 'Share', exact: true }).click();
    await expect(live.page.locator('[data-source=screen]')).toHaveAttribute('data-state', 'on');
    letters = await openLetterWindow(screen, environment);
    closings.push(letters.close);
    return live;
  }

  /** The share of the letters in the first `rows` rows that can be read. */
  const shareIn = (picture: GreyPicture, rows = letters.grid.rows): number =>
    shareRead(letters.written.slice(0, rows), readLetters(picture, { ...letters.grid, rows }, letters.templates));

  const expectReadable = (watcher: Watcher, rows?: number): Promise<void> =>
    expect
      .poll(async () => shareIn(await greyPicture(watcher), rows), { timeout: 90_000, intervals: [2_000] })
      .toBeGreaterThan(READABLE);

  test('an upright Full-HD screen is whole and readable, alone and with the camera over it', async () => {
    test.setTimeout(300_000);
    const screen = { width: 1080, height: 1920 };
    const { page, watcher } = await share(screen);
    await expectSize(watcher, screen);
    await expectReadable(watcher);
    // As it was while every screen had to fit into 1920 × 1080.
    expect(shareIn(smaller(await greyPicture(watcher), 608))).toBeLessThan(0.5);
    await page.getByRole('button', { name: 'Camera on' }).click();
    await expect(page.locator('.stage')).toHaveAttribute('data-shown', 'both');
    await expectSize(watcher, screen);
    // The camera is below these rows.
    await expectReadable(watcher, Math.floor(letters.grid.rows * 0.6));
    await watcher.screenshot(`${test.info().outputPath('both')}.png`);
  });

  test('a larger screen is as large as Full HD, and whole and readable in its original size', async () => {
    test.setTimeout(300_000);
    const screen = { width: 2560, height: 1440 };
    const { page, watcher } = await share(screen);
    await expectSize(watcher, { width: 1920, height: 1080 });
    await choose(page, 'Original size');
    await expectSize(watcher, screen);
    await expectReadable(watcher);
    expect(shareIn(smaller(await greyPicture(watcher), 1920))).toBeLessThan(0.95);
    await choose(page, 'Full HD');
    await expectSize(watcher, { width: 1920, height: 1080 });
  });
});
