/** The drawn presenter as a test handles it. */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import type { SourceContents } from '../../../renderer/src/session/presenter-session.ts';
import { installConnectionList } from '../measure/connection-list.ts';
import { servePage, type ServedPage } from '../pages/serve-page.ts';

export const serveDrawnPresenter = (): Promise<ServedPage> =>
  servePage(join(import.meta.dirname, '../pages/drawn-presenter'));

export class DrawnPresenter {
  readonly page: Page;
  readonly roomId: string;

  private constructor(page: Page, roomId: string) {
    this.page = page;
    this.roomId = roomId;
  }

  /** `origin`: where it is served. `key`: of an earlier run of the same presenter, as `exportKey` gives it. */
  static async load(browser: Browser | BrowserContext, origin: string, key = ''): Promise<DrawnPresenter> {
    const page = await browser.newPage();
    await page.addInitScript(installConnectionList);
    await page.goto(`${origin}/#${encodeURIComponent(key)}`);
    await page.waitForFunction(() => 'drawnPresenter' in window);
    await page.mouse.click(5, 5); // Its tone needs a press, like any page's.
    return new DrawnPresenter(page, await page.evaluate(() => window.drawnPresenter.roomId));
  }

  /** `each`: a link's encoder is its own, and can hang alone. */
  async open(serviceUrl: string, sending: 'once' | 'each' = 'once'): Promise<void> {
    await this.page.evaluate(([url, way]) => window.drawnPresenter.open(url, way), [serviceUrl, sending] as const);
  }

  /** The service may have been away. */
  async untilOpen(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.untilOpen());
  }

  async goLive(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.session.goLive());
  }

  async stop(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.session.stop());
  }

  async pause(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.session.pause());
  }

  async resume(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.session.resume());
  }

  /** What watchers are told of the source. */
  async show(contents: SourceContents): Promise<void> {
    await this.page.evaluate((shown) => window.drawnPresenter.show(shown), contents);
  }

  async hangEncoders(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.hangEncoders());
  }

  async keyFramesRequested(): Promise<number> {
    return await this.page.evaluate(() => window.drawnPresenter.keyFramesRequested);
  }

  async exportKey(): Promise<string> {
    return await this.page.evaluate(() => window.drawnPresenter.exportKey());
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
