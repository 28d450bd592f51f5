/**
 * Real watcher pages in one browser, their frames, and the way these take. Each has a context, and
 * so a window, of its own: of several in one window, the browser draws only the frontmost.
 */
import { expect, type Page } from '@playwright/test';
import type { OwnChromium } from '../../machine/chromium.ts';
import { installConnectionList } from '../connection-list.ts';
import { forgetFrames, installFrameTimes, readFrameTimes, recentGapMs } from './frame-times.ts';

/** Small, so that ten of them can be drawn without a graphics card. */
const VIEWPORT = { width: 320, height: 180 };
const PATIENCE = { timeout: 60_000, intervals: [100] };
/** A second of the picture. */
const FIRST_FRAMES = 25;

export type Route = 'direct' | 'relayed';

/** Runs in the page: how the newest connection goes; null before it stands. */
async function readRoute(): Promise<Route | null> {
  const report = (await [...window.connectionList].at(-1)?.getStats()) ?? new Map();
  for (const entry of report.values()) {
    if (entry.type !== 'candidate-pair' || entry.state !== 'succeeded' || !entry.nominated) continue;
    const ends = [report.get(entry.localCandidateId), report.get(entry.remoteCandidateId)];
    return ends.some((end) => end?.candidateType === 'relay') ? 'relayed' : 'direct';
  }
  return null;
}

export class Audience {
  readonly #chromium: OwnChromium;
  readonly #url: string;
  #pages: readonly Page[] = [];

  constructor(chromium: OwnChromium, url: string) {
    this.#chromium = chromium;
    this.#url = url;
  }

  get version(): string {
    return `Chromium ${this.#chromium.browser.version()}`;
  }

  get pid(): number {
    return this.#chromium.pid;
  }

  get count(): number {
    return this.#pages.length;
  }

  get pages(): readonly Page[] {
    return this.#pages;
  }

  /**
   * Has so many pages with this route. Those at hand stay if they fit; else all are closed and
   * others opened.
   */
  async gather(count: number, route: Route): Promise<void> {
    if (this.count === count && (await this.#haveRoute(route))) return;
    // A page that is closed with its browser does not leave the room, which then keeps its seat for
    // a while.
    await Promise.all(this.#pages.map((page) => page.goto('about:blank')));
    await Promise.all(this.#pages.map((page) => page.context().close()));
    this.#pages = [];
    const pages: Page[] = [];
    for (let opened = 0; opened < count; opened += 1) pages.push(await this.#open(route));
    this.#pages = pages;
  }

  async #haveRoute(route: Route): Promise<boolean> {
    return (await Promise.all(this.#pages.map((page) => page.evaluate(readRoute)))).every((one) => one === route);
  }

  async #open(route: Route): Promise<Page> {
    const context = await this.#chromium.browser.newContext({ viewport: VIEWPORT });
    for (const script of [installConnectionList, installFrameTimes]) await context.addInitScript(script);
    const page = await context.newPage();
    await page.goto(this.#url, { waitUntil: 'commit' });
    const frames = async (): Promise<number> => (await page.evaluate(readFrameTimes)).length;
    try {
      await expect.poll(frames, PATIENCE).toBeGreaterThan(FIRST_FRAMES);
      await expect.poll(() => page.evaluate(readRoute), PATIENCE).toBe(route);
    } catch (cause) {
      const shown = await page.evaluate(() => document.body.innerText);
      throw new Error(`a watcher has no picture on a ${route} link; its page says: ${shown}`, { cause });
    }
    return page;
  }

  async forgetFrames(): Promise<void> {
    await Promise.all(this.#pages.map((page) => page.evaluate(forgetFrames)));
  }

  /** Of each page, since `forgetFrames`. */
  frameTimes(): Promise<(readonly number[])[]> {
    return Promise.all(this.#pages.map((page) => page.evaluate(readFrameTimes)));
  }

  /** The pages that had no frame for `gapMs` within the last `ms`, with what they say. */
  async frozen(ms: number, gapMs: number): Promise<readonly string[]> {
    const gaps = await Promise.all(this.#pages.map((page) => page.evaluate(recentGapMs, ms)));
    const frozen = this.#pages.flatMap((page, index) => ((gaps[index] ?? 0) >= gapMs ? [{ page, index }] : []));
    return await Promise.all(
      frozen.map(async ({ page, index }) => {
        const shown = await page.evaluate(() => document.body.innerText);
        return `watcher ${String(index + 1)} has no picture; its page says: ${shown}`;
      }),
    );
  }

  async close(): Promise<void> {
    await this.#chromium.close();
  }
}
