/** Drives the light receivers, which share one page in a Chromium of their own. */
import type { Page } from '@playwright/test';
import { openOwnChromium, type OwnChromium } from '../../machine/chromium.ts';
import type { WatcherReading } from '../watcher-reading.ts';

export class LightReceivers {
  readonly #chromium: OwnChromium;
  readonly #page: Page;
  #count = 0;

  private constructor(chromium: OwnChromium, page: Page) {
    this.#chromium = chromium;
    this.#page = page;
  }

  /**
   * `origin`: where their page is served. `executable`: what starts their Chromium instead of
   * Chromium itself.
   */
  static async open(origin: string, executable?: string): Promise<LightReceivers> {
    const chromium = await openOwnChromium([`--unsafely-treat-insecure-origin-as-secure=${origin}`], executable);
    const page = await chromium.browser.newPage();
    page.on('pageerror', (error) => console.error(`light receiver: ${String(error)}`));
    await page.goto(origin);
    await page.waitForFunction(() => 'lightReceivers' in window);
    return new LightReceivers(chromium, page);
  }

  get pid(): number {
    return this.#chromium.pid;
  }

  get count(): number {
    return this.#count;
  }

  async join(watchUrl: string): Promise<void> {
    const { origin, pathname } = new URL(watchUrl);
    const roomId = pathname.split('/').at(-1) ?? '';
    await this.#page.evaluate(([url, room]) => window.lightReceivers.join(url, room), [origin, roomId] as const);
    this.#count += 1;
  }

  async read(): Promise<WatcherReading[]> {
    return await this.#page.evaluate(() => window.lightReceivers.read());
  }

  /** Closes it after all have left the room, which would otherwise keep their seats for a while. */
  async leave(): Promise<void> {
    await this.#page.evaluate(() => window.lightReceivers.leave());
    await this.close();
  }

  async close(): Promise<void> {
    await this.#chromium.close();
  }
}
