/**
 * An audience of Chromium, Firefox and a Chromium that does not decode AV1, at a presenter who sends
 * both codecs.
 */
import { expect, test, type Browser } from '@playwright/test';
import { contextLikeApp, DrawnPresenter, serveDrawnPresenter } from '../support/drive/drawn-presenter.ts';
import {
  expectAllPlaying,
  expectPlaying,
  gapsOver,
  openFirefox,
  watchersIn,
  type Watcher,
  type WatcherBrowser,
} from '../support/drive/watchers.ts';
import { launchChromium, soundWithoutPress } from '../support/machine/chromium.ts';
import { requires } from '../support/machine/requirements.ts';
import { readReceivedCodec, withoutAv1 } from '../support/measure/received-codec.ts';
import type { ServedPage } from '../support/pages/serve-page.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service/service-process.ts';

const SOON = { timeout: 60_000 };
/** What a change of links may cost beyond what a watcher sees who keeps its link. */
const LONGEST_GAP_MS = 1_500;

test.describe('a mixed audience', () => {
  requires('chromium', 'firefox');
  let served: ServedPage;
  let service: ServiceProcess;
  let browser: Browser;
  let firefox: WatcherBrowser;
  let presenter: DrawnPresenter;
  let url: string;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    served = await serveDrawnPresenter();
    service = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: served.origin });
    browser = await launchChromium([soundWithoutPress]);
    const card = '?width=960&height=540&codecs=auto';
    presenter = await DrawnPresenter.load(await contextLikeApp(browser), served.origin, '', card);
    await presenter.open(service.url);
    await presenter.goLive();
    firefox = await openFirefox();
    url = `${service.url}/r/${presenter.roomId}`;
  });
  test.afterAll(async () => {
    await Promise.allSettled([browser?.close(), firefox?.close()]);
    await Promise.allSettled([service?.stop(), served?.close()]);
  });

  const codecOf = (watcher: Watcher): Promise<string | null> => watcher.read(readReceivedCodec);

  /** On a busy machine an answer may leave before the browser has said what it decodes. */
  async function joinInAv1(inBrowser: WatcherBrowser): Promise<Watcher> {
    const watcher = await inBrowser.watch(url);
    await expectPlaying(watcher);
    if ((await codecOf(watcher)) === 'AV1') return watcher;
    await watcher.close();
    const second = await inBrowser.watch(url);
    await expectPlaying(second);
    expect(await codecOf(second)).toBe('AV1');
    return second;
  }

  test('Chromium and Firefox are on AV1, and who does not decode it on VP8; a presenter that is too slow moves all to VP8', async () => {
    test.setTimeout(180_000);
    const inChromium = watchersIn(browser);
    const able = [await joinInAv1(inChromium), await joinInAv1(firefox)];
    const unable = await inChromium.watch(url, {}, [withoutAv1]);
    await expectAllPlaying([...able, unable]);
    expect(await codecOf(unable)).toBe('VP8');

    const gapsMs = await gapsOver([...able, unable], 5, async () => {
      await presenter.page.evaluate(() => window.drawnPresenter.findTooSlow());
      for (const watcher of able) await expect.poll(() => codecOf(watcher), SOON).toBe('VP8');
    });
    const [besideMs = 0] = gapsMs.slice(-1);
    // The watcher on VP8 is the control: what stops all is the machine.
    for (const gapMs of gapsMs) expect(gapMs, gapsMs.join(' ')).toBeLessThan(LONGEST_GAP_MS + 2 * besideMs);
    const late = await inChromium.watch(url);
    await expectAllPlaying([...able, unable, late]);
    expect(await codecOf(late)).toBe('VP8');
  });
});
