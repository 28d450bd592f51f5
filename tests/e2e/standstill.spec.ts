/**
 * Connected links on which nothing leaves, and an engine that stands still: the presenter notices
 * both and mends them, and the pictures go on.
 */
import { expect, test, type Browser, type Page } from '@playwright/test';
import { join } from 'node:path';
import { DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import {
  expectAllPlaying,
  expectMoreFrames,
  expectPlaying,
  watchersIn,
  type Watcher,
} from '../support/drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { servePage, type ServedPage } from '../support/pages/serve-page.ts';
import { makeDataDir, startSignaling, type TestService } from '../support/service/start-service.ts';

/** Longer than a busy machine holds a picture up. */
const STANDSTILL_MS = 1_200;
const CHANGE = { timeout: 40_000, intervals: [100] };
const GREEN = '#00ff00';

requires('chromium');
let browser: Browser;
test.beforeAll(async () => {
  browser = await launchChromium([soundWithoutPress]);
});
test.afterAll(() => browser?.close());

test.describe('with two watchers', () => {
  let served: ServedPage;
  let service: TestService;
  let presenter: DrawnPresenter;
  let first: Watcher;
  let last: Watcher;

  test.beforeAll(async () => {
    served = await serveDrawnPresenter();
    service = await startSignaling({ dataDir: await makeDataDir(), stunUrls: [], allowedOrigins: [served.origin] });
    presenter = await DrawnPresenter.load(browser, served.origin);
    await presenter.open(service.url);
    await presenter.goLive();
    const url = `${service.url}/r/${presenter.roomId}`;
    first = await watchersIn(browser).watch(url);
    await expectPlaying(first);
    last = await watchersIn(browser).watch(url);
    await expectPlaying(last);
  });
  test.afterAll(async () => {
    await Promise.allSettled([presenter?.close(), first?.close(), last?.close(), served?.close()]);
    await service?.close();
  });

  /** So that a replacement can be told from the connection of now. */
  const mark = (watcher: Watcher): Promise<void> =>
    watcher.read(() => {
      for (const pc of window.connectionList) Object.assign(pc, { isMarked: true });
    });
  const isMarked = (watcher: Watcher): Promise<boolean> =>
    watcher.read(() => [...window.connectionList].some((pc) => 'isMarked' in pc));
  const gapOf = async (watcher: Watcher): Promise<number> => (await watcher.facts()).longestGapMs;

  /** The pictures of `watchers` stand still after `act`, and go on over the same links. */
  async function expectMended(watchers: readonly Watcher[], act: () => Promise<void>): Promise<void> {
    for (const watcher of watchers) {
      await mark(watcher);
      await watcher.resetGap();
    }
    await act();
    for (const watcher of watchers) await expect.poll(() => gapOf(watcher), CHANGE).toBeGreaterThan(STANDSTILL_MS);
    await expectAllPlaying(watchers);
    for (const watcher of watchers) expect(await isMarked(watcher)).toBe(true);
  }

  test('a worker that writes no more pictures to one link: its writer is renewed', async () => {
    await first.resetGap();
    await expectMended([last], () => presenter.loseFrames('video'));
    // The control: nothing happened to the other link.
    expect(await gapOf(first)).toBeLessThan(await gapOf(last));
  });

  test('a worker that writes no more sound to one link: its writer is renewed', async () => {
    await mark(last);
    const packets = (): Promise<number> => last.read(soundPackets);
    await presenter.loseFrames('audio');
    const stands = async (): Promise<boolean> => {
      const before = await packets();
      await expectMoreFrames(last, 3);
      return (await packets()) === before;
    };
    await expect.poll(stands, CHANGE).toBe(true);
    const silent = await packets();
    await expect.poll(packets, CHANGE).toBeGreaterThan(silent + 50);
    expect(await isMarked(last)).toBe(true);
  });

  test('an encoder that makes no more pictures: another takes its place', async () => {
    await expectMended([first, last], () => presenter.stopEncoder());
  });

  test('a worker that is gone: another takes its place, and all links are replaced', async () => {
    for (const watcher of [first, last]) await mark(watcher);
    await presenter.endWorker();
    for (const watcher of [first, last]) await expect.poll(() => isMarked(watcher), CHANGE).toBe(false);
    await expectAllPlaying([first, last]);
  });
});

test.describe('the scene', () => {
  let served: ServedPage;
  let page: Page;

  test.beforeAll(async () => {
    served = await servePage(join(import.meta.dirname, '../support/pages/scene'));
    page = await browser.newPage();
    await page.addInitScript(() => {
      const { Worker: Original } = window;
      const started: Worker[] = [];
      Object.assign(window, { startedWorkers: started });
      window.Worker = class extends Original {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          started.push(this);
        }
      };
    });
    await page.goto(served.origin);
    await page.waitForFunction(() => 'startScene' in window);
  });
  test.afterAll(async () => {
    await page?.close();
    await served?.close();
  });

  test('a compositor that is gone: another shows the same sources, in the same layout', async () => {
    await page.evaluate((colour) => {
      window.stage = window.startScene();
      window.stage.setSource('camera', colour, 30);
      window.stage.layout({ kind: 'camera' });
    }, GREEN);
    await expect.poll(() => page.evaluate(() => window.stage.report.shown), CHANGE).toBe('camera');
    const changed = page.evaluate(async () => {
      const { scene } = window.stage;
      const before = scene.video;
      await new Promise<void>((resolve) => scene.onChange(resolve));
      return { isAnother: scene.video !== before, before: before.readyState, after: scene.video.readyState };
    });
    await page.evaluate(() => window.startedWorkers[0]?.terminate());
    expect(await changed).toEqual({ isAnother: true, before: 'ended', after: 'live' });
    const middle = (): Promise<string> =>
      page.evaluate(async () => {
        const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true });
        video.srcObject = new MediaStream([window.stage.scene.video]);
        await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
        const context = new OffscreenCanvas(1, 1).getContext('2d');
        context?.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 8, 8, 0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = context?.getImageData(0, 0, 1, 1).data ?? [];
        return green > 200 && red < 60 && blue < 60 ? 'green' : `${String(red)} ${String(green)} ${String(blue)}`;
      });
    await expect.poll(middle, CHANGE).toBe('green');
  });
});

/** Runs in the page. */
async function soundPackets(): Promise<number> {
  let packets = 0;
  for (const pc of window.connectionList) {
    for (const { type, kind, packetsReceived } of (await pc.getStats()).values()) {
      if (type === 'inbound-rtp' && kind === 'audio') packets += packetsReceived ?? 0;
    }
  }
  return packets;
}

declare global {
  interface Window {
    /** Workers that the page has started, the first one first. */
    readonly startedWorkers: readonly Worker[];
  }
}
