/** A presenter who is live, in a page of the browser at hand. */
import type { Browser, Page } from '@playwright/test';
import type { MediaState } from '@lectern/protocol';

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
