/** A room that is live: the service, and a presenter in a page of a Chromium that serves for watchers, too. */
import { chromium, type Browser, type Page } from '@playwright/test';
import type { MediaState } from '@lectern/protocol';
import { chromiumSwitches } from './chromium-switches.ts';
import { findProgram } from './find-program.ts';
import { servePagePresenter } from './page-presenter/serve.ts';
import { startSignaling, type TestService } from './start-signaling.ts';

export interface LivePresenter {
  readonly page: Page;
  readonly roomId: string;
  send(change: Partial<MediaState>): Promise<void>;
  goLive(): Promise<void>;
  stop(): Promise<void>;
}

/** `origin`: where the page presenter is served. */
export async function openLivePresenter(browser: Browser, origin: string, serviceUrl: string): Promise<LivePresenter> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'pagePresenter' in window);
  await page.mouse.click(5, 5); // Its tone needs a press, like any page's.
  await page.evaluate((url) => window.pagePresenter.open(url), serviceUrl);
  await page.evaluate(() => window.pagePresenter.goLive());
  return {
    page,
    roomId: await page.evaluate(() => window.pagePresenter.roomId),
    send: (change) => page.evaluate((state) => window.pagePresenter.sendState(state), change),
    goLive: () => page.evaluate(() => window.pagePresenter.goLive()),
    stop: () => page.evaluate(() => window.pagePresenter.stop()),
  };
}

export interface LiveRoom {
  readonly browser: Browser;
  readonly service: TestService;
  readonly presenter: LivePresenter;
  /** Where watchers go. */
  readonly url: string;
  close(): Promise<void>;
}

export async function openLiveRoom(change: Parameters<typeof startSignaling>[0] = {}): Promise<LiveRoom> {
  const presenterServer = await servePagePresenter();
  const service = await startSignaling({ stunUrls: [], allowedOrigins: [presenterServer.origin], ...change });
  const browser = await chromium.launch({ executablePath: findProgram('chromium'), args: [...chromiumSwitches] });
  const presenter = await openLivePresenter(browser, presenterServer.origin, service.url);
  return {
    browser,
    service,
    presenter,
    url: `${service.url}/r/${presenter.roomId}`,
    close: async () => {
      await browser.close();
      await service.close();
      await presenterServer.close();
    },
  };
}
