/**
 * What the presenter's list says about watchers in real browsers, and how one of them is removed.
 */
import { expect, test, type Browser, type ElectronApplication, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AudienceList } from '../support/drive/audience-list.ts';
import { launchPresenterApp } from '../support/drive/launch-presenter-app.ts';
import { Presenter, slowFakeDevices } from '../support/drive/presenter.ts';
import {
  expectMoreFramesInAll,
  expectPlaying,
  gapsOver,
  openChromium,
  openFirefox,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { launchChromium } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';
import { startSignaling } from '../support/service/start-service.ts';

const REMOVED = 'The presenter has removed you from this room.';

async function launch(serviceUrl: string): Promise<{ app: ElectronApplication; page: Page }> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  return launchPresenterApp({ serviceUrl, userDataDir, args: slowFakeDevices });
}

let browser: Browser;
requires('electron', 'chromium', 'firefox');
test.beforeAll(async () => {
  browser = await launchChromium();
});
test.afterAll(() => browser?.close());

/** Opens the watcher page in a fresh profile. */
async function openPage(url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(url);
  return page;
}
const viewOf = (page: Page): Promise<string | null> => page.locator('main').getAttribute('data-view');
const expectView = (page: Page, view: string): Promise<void> =>
  expect.poll(() => viewOf(page), { timeout: 40_000 }).toBe(view);

test.describe('watchers in two browsers', () => {
  test.describe.configure({ mode: 'serial' });

  let service: ServiceProcess;
  let app: ElectronApplication;
  let presenter: Presenter;
  let list: AudienceList;
  let chromium: WatcherBrowser;
  let firefox: WatcherBrowser;
  let watchers: Watcher[];
  let url: string;

  test.beforeAll(async () => {
    service = await startServiceProcess();
    const launched = await launch(service.url);
    app = launched.app;
    presenter = new Presenter(launched.page);
    list = new AudienceList(launched.page);
    [chromium, firefox] = await Promise.all([openChromium(), openFirefox()]);
    url = await presenter.watchUrl();
    await presenter.goLive();
    // One after the other, so that their numbers are known.
    watchers = [];
    for (const open of [chromium, chromium, firefox]) {
      const watcher = await open.watch(url);
      await expectPlaying(watcher);
      watchers.push(watcher);
    }
  });
  test.afterAll(async () => {
    await Promise.allSettled([chromium?.close(), firefox?.close(), app?.close()]);
    await service?.stop();
  });

  test('one sentence sums up all watchers', async () => {
    await expect(list.sentence).toHaveText('All 3 fine', { timeout: 40_000 });
  });

  test('the list shows what each watcher really sees', async () => {
    await list.open();
    // A watcher's first report may come before its first picture.
    await expect(async () => {
      const lines = await list.lines();
      expect(lines.map(({ name, state, route }) => `${name}: ${state}, ${route}`).toSorted()).toEqual([
        'Watcher 1: Fine, Direct',
        'Watcher 2: Fine, Direct',
        'Watcher 3: Fine, Direct',
      ]);
      for (const [index, watcher] of watchers.entries()) {
        const { width, height } = await watcher.facts();
        const line = lines.find(({ name }) => name === `Watcher ${index + 1}`);
        const delay: unknown = expect.stringMatching(/^\d+(\.\d+)? s$/);
        expect(line).toMatchObject({ picture: `${width} × ${height}`, delay });
        expect(line?.fps).toBeGreaterThan(5);
      }
    }).toPass({ timeout: 30_000 });
    await list.close();
  });

  test('a hidden page is reported as hidden, and not counted as bad', async () => {
    // A second tab in the same window hides the first.
    const second = await firefox.watch(url);
    await expectPlaying(second);
    await expect(list.sentence).toHaveText('3 of 4 fine, 1 looking elsewhere', { timeout: 40_000 });
    await expect(list.sentence).toHaveAttribute('data-tone', 'fine');
    await second.close();
    await expect(list.sentence).toHaveText('All 3 fine', { timeout: 40_000 });
  });

  test('a removed watcher learns it and stays out, and the others notice nothing', async () => {
    const unwanted = await openPage(url);
    await expectView(unwanted, 'live');
    await presenter.expectAudience(4);
    // The control: the same acts without the removal.
    const usualMs = await gapsOver(watchers, 60, async () => {
      await list.open();
      await list.close();
    });
    await Promise.all(watchers.map((watcher) => watcher.resetGap()));
    await list.open();
    const name = (await list.names(4)).at(-1) ?? '';
    await list.remove(name);
    await expect(list.panel.getByRole('status')).toHaveText(`${name} was removed from the room.`);
    await expect.poll(async () => (await list.lines()).map((line) => line.name)).not.toContain(name);
    await list.close();
    await presenter.expectAudience(3);
    await expectView(unwanted, 'removed');
    // Measured before the next pages load, which costs a busy machine time.
    await expectMoreFramesInAll(watchers, 30);
    for (const [index, watcher] of watchers.entries()) {
      const { longestGapMs } = await watcher.facts();
      expect(longestGapMs).toBeLessThan(1_000 + (usualMs[index] ?? 0));
    }
    await expect(unwanted.getByRole('heading', { name: REMOVED })).toBeVisible();
    // Neither a reload nor a new network lets this page back in.
    await unwanted.reload();
    await expect(unwanted.getByRole('heading', { name: REMOVED })).toBeVisible();
    await unwanted.evaluate(() => window.dispatchEvent(new Event('online')));
    await expectMoreFramesInAll(watchers, 30);
    expect(await viewOf(unwanted)).toBe('removed');
    await presenter.expectAudience(3);
    // A fresh profile counts as a new watcher. Only a passcode could keep it out.
    const fresh = await openPage(url);
    await expectView(fresh, 'live');
    await presenter.expectAudience(4);
    await fresh.context().close();
    await unwanted.context().close();
    await presenter.expectAudience(3);
  });

  test('a watcher is removed while signaling is away, and the service learns of it later', async () => {
    const unwanted = await openPage(url);
    await expectView(unwanted, 'live');
    await presenter.expectAudience(4);
    await list.open();
    const name = (await list.names(4)).at(-1) ?? '';
    await service.kill();
    await presenter.expectStatus('trouble');
    await list.remove(name);
    await expect(list.panel.getByRole('status')).toContainText('as soon as it answers');
    await expectView(unwanted, 'removed');
    await list.close();
    await service.restart();
    await presenter.expectStatus('live');
    await presenter.expectAudience(3);
    await expectMoreFramesInAll(watchers);
    await unwanted.context().close();
  });
});

test('with a service of version 1 the app closes the watcher’s link itself, and says so', async () => {
  const service = await startSignaling({ protocol: { newest: 1, oldest: 1 } });
  const { app, page } = await launch(service.url);
  try {
    const presenter = new Presenter(page);
    const list = new AudienceList(page);
    const { pathname } = new URL(await presenter.watchUrl());
    await presenter.goLive();
    // One after the other, so that their order is known.
    const unwanted = await openPage(service.url + pathname);
    await expectView(unwanted, 'live');
    const other = await openPage(service.url + pathname);
    await expectView(other, 'live');
    await presenter.expectAudience(2);
    await list.open();
    const [first = ''] = await list.names(2);
    await list.remove(first);
    await expect(list.panel.getByRole('status')).toContainText('The service is too old to remove them');
    await expectView(unwanted, 'removed');
    await presenter.expectAudience(1);
    expect(await viewOf(other)).toBe('live');
    for (const one of [unwanted, other]) await one.context().close();
  } finally {
    await app.close();
    await service.close();
  }
});
