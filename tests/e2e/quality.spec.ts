/**
 * Size and sharpness of the picture: presets and sharpness while live, the details of what goes
 * out, and a watcher on a bad line.
 */
import { expect, test, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudienceList } from '../support/drive/audience-list.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../support/drive/presenter.ts';
import { expectMoreFrames, expectPlaying, openChromium, watchersIn, type Watcher } from '../support/drive/watchers.ts';
import { clip } from '../support/machine/camera-clip.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { addSecondMachine, type SecondMachine } from '../support/network/second-machine.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

test.describe.configure({ mode: 'serial' });

const expectWidth = (watcher: Watcher, width: number): Promise<void> =>
  expect.poll(async () => (await watcher.facts()).width, { timeout: 60_000 }).toBe(width);

test.describe('presets', () => {
  let service: ServiceProcess;
  let app: ElectronApplication;
  let page: Page;
  let presenter: Presenter;
  let browser: Awaited<ReturnType<typeof openChromium>>;
  let watcher: Watcher;

  requires('electron', 'chromium');
  test.beforeAll(async () => {
    service = await startServiceProcess();
    const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
    ({ app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir, args: fakeDevices }));
    presenter = new Presenter(page);
    browser = await openChromium();
    const url = await presenter.watchUrl();
    await presenter.goLive();
    watcher = await browser.watch(url);
    await expectPlaying(watcher);
  });
  test.afterAll(async () => {
    await Promise.allSettled([browser?.close(), app?.close()]);
    await service?.stop();
  });

  const choose = async (preset: string): Promise<void> => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Quality' }).click();
    await page.getByRole('radio', { name: preset, exact: true }).check();
    await page.getByRole('button', { name: 'Done' }).click();
  };

  for (const [preset, width] of [
    ['Saver', 960],
    ['High', 1920],
    ['Standard', 1280],
  ] as const) {
    test(`${preset}: the watcher’s picture is ${width} wide, on the same link`, async () => {
      await choose(preset);
      await expectWidth(watcher, width);
      await expectMoreFrames(watcher);
      expect((await watcher.facts()).connections).toBe(1);
    });
  }

  test('the details say what is encoded and sent', async () => {
    await page.getByRole('button', { name: 'Details' }).click();
    const details = page.getByRole('dialog', { name: 'What you send' });
    const best = details.getByRole('row', { name: /^Best/ });
    await expect(best.getByRole('cell').first()).toHaveText('1280 × 720');
    // Measured on the link that the watcher has.
    await expect(best.getByRole('cell').nth(2)).toHaveText(/^\d+(\.\d+)? [kM]bit\/s$/);
    await expect(best.getByRole('cell').nth(3)).toContainText(/vpx|vp8/i);
    await expect(best.getByRole('cell').last()).toHaveText('1');
    // The rate of the last second, which may have been a slow one.
    await expect.poll(async () => Number(await best.getByRole('cell').nth(1).textContent())).toBeGreaterThan(5);
    await expect(details).toContainText('Encoded once for all watchers.');
    await page.keyboard.press('Escape');
    await expect(details).toBeHidden();
  });

  test('a preset is kept for the next start', async () => {
    await choose('Saver');
    await expectWidth(watcher, 960);
    await page.reload();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Quality' }).click();
    await expect(page.getByRole('radio', { name: 'Saver', exact: true })).toBeChecked();
    await page.getByRole('button', { name: 'Done' }).click();
    await presenter.goLive();
    await expectPlaying(watcher);
    await expectWidth(watcher, 960);
  });
});

test.describe('a bad line', () => {
  let service: ServiceProcess;
  let app: ElectronApplication;
  let page: Page;
  let machine: SecondMachine;
  let far: Browser;
  let near: Awaited<ReturnType<typeof openChromium>>;

  requires('electron', 'chromium', 'ffmpeg', 'ip', 'root');
  test.beforeAll(async () => {
    machine = await addSecondMachine();
    service = await startServiceProcess();
    const folder = await mkdtemp(join(tmpdir(), 'lectern-line-'));
    const args = [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`];
    ({ app, page } = await launchPresenterApp({ serviceUrl: service.url, userDataDir: join(folder, 'profile'), args }));
    far = await launchChromium([], await machine.namespace.launcher('chromium'));
    near = await openChromium();
  });
  test.afterAll(async () => {
    await Promise.allSettled([far?.close(), near?.close(), app?.close()]);
    await service?.stop();
    await machine?.remove();
  });

  test('the list names the watcher on it; sharpness decides what that watcher keeps; recovery is reported later', async () => {
    test.setTimeout(240_000);
    const presenter = new Presenter(page);
    const list = new AudienceList(page);
    const { pathname } = new URL(await presenter.watchUrl());
    await presenter.goLive();
    const neighbour = await near.watch(service.url + pathname);
    await expectPlaying(neighbour);
    const squeezed = await watchersIn(far).watch(`http://${machine.ourAddress}:${service.port}${pathname}`);
    await expectPlaying(squeezed);
    await expect(list.sentence).toHaveText('All 2 fine', { timeout: 60_000 });

    await machine.line.set({ rateKbit: 300, queueMs: 200 }, 'a-to-b');
    await list.open();
    const states = async (): Promise<string[]> => (await list.lines()).map(({ name, state }) => `${name}: ${state}`);
    // Watchers in trouble come first. On two cores the neighbour may stand still for a moment as
    // well.
    await expect.poll(states, { timeout: 60_000 }).toEqual(['Watcher 2: Bad connection', 'Watcher 1: Fine']);
    await expect(list.sentence).toHaveText('1 of 2 fine, 1 on a bad connection');
    await expect(list.sentence).toHaveAttribute('data-tone', 'warn');
    await list.close();
    await expectWidth(squeezed, 320);

    const sharpness = page.getByRole('combobox', { name: 'On a slow connection' });
    await sharpness.selectOption('Sharp text');
    await expectWidth(squeezed, 1280);
    await sharpness.selectOption('Smooth motion');
    await expectWidth(squeezed, 320);
    expect((await squeezed.facts()).connections).toBe(1);

    await machine.line.set({ rateKbit: 0 });
    await expect(list.sentence).toHaveText('All 2 fine', { timeout: 90_000 });
  });
});
