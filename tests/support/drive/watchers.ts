/** Watchers in real browsers, the same to a test whichever browser it is. */
import { chromium, expect, type Browser, type BrowserContextOptions } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { chromiumSwitches } from '../machine/chromium-switches.ts';
import { findProgram } from '../machine/find-program.ts';
import { installMediaProbe, readMediaFacts, resetGap, type MediaFacts } from '../measure/media-probe.ts';

export interface Watcher {
  readonly facts: () => Promise<MediaFacts>;
  /** The state that the page shows, as `<main data-view>` says. */
  readonly view: () => Promise<string | undefined>;
  /** Runs in the watcher's page. */
  readonly read: <T>(inPage: () => T | Promise<T>) => Promise<T>;
  /** From now on, gaps are measured anew. */
  readonly resetGap: () => Promise<void>;
  /** Moves the pointer over the picture, which brings the controls up. */
  readonly stir: () => Promise<void>;
  /** A key as a person presses it. */
  readonly press: (key: 'i' | 'm' | 'q' | '+' | '0' | 'Escape') => Promise<void>;
  readonly screenshot: (path: `${string}.png`) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WatcherBrowser {
  /** Opens the watch link in a fresh profile. */
  readonly watch: (url: string, options?: BrowserContextOptions) => Promise<Watcher>;
  readonly close: () => Promise<void>;
  /** Of its first process, where it is known. */
  readonly pid?: number | undefined;
}

const viewInPage = (): string | undefined => document.querySelector<HTMLElement>('main')?.dataset['view'];

export async function openChromium(switches: readonly string[] = []): Promise<WatcherBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: findProgram('chromium'),
    // Sound plays without a press, so that it can be measured: muted, a browser counts no energy.
    args: [...chromiumSwitches, '--autoplay-policy=no-user-gesture-required', ...switches],
  });
  return watchersIn(browser);
}

/** Watchers in a Chromium that somebody else has started. */
export function watchersIn(browser: Browser): WatcherBrowser {
  return {
    watch: async (url, options) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.addInitScript(installMediaProbe);
      await page.goto(url, { waitUntil: 'commit' });
      return {
        facts: () => page.evaluate(readMediaFacts),
        view: () => page.evaluate(viewInPage),
        read: (inPage) => page.evaluate(inPage),
        resetGap: () => page.evaluate(resetGap),
        stir: () => page.mouse.move(200, 200),
        press: (key) => page.keyboard.press(key),
        screenshot: async (path) => void (await page.screenshot({ path })),
        close: async () => {
          // As a person closes a tab: the page is told.
          const closed = page.waitForEvent('close');
          await page.close({ runBeforeUnload: true });
          await closed;
          await context.close();
        },
      };
    },
    close: () => browser.close(),
  };
}

/** Firefox, which Playwright can drive only in a build of its own: WebDriver BiDi through Puppeteer drives the real one. */
export async function openFirefox(prefs: Readonly<Record<string, unknown>> = {}): Promise<WatcherBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findProgram('firefox'),
    headless: true,
    extraPrefsFirefox: {
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.volume_scale': '0.0',
      ...prefs,
    },
  });
  return {
    watch: async (url) => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.evaluateOnNewDocument(installMediaProbe);
      await page.goto(url, { waitUntil: 'domcontentloaded' });
      return {
        facts: () => page.evaluate(readMediaFacts),
        view: () => page.evaluate(viewInPage),
        read: (inPage) => page.evaluate(inPage),
        resetGap: () => page.evaluate(resetGap),
        stir: () => page.mouse.move(200, 200),
        press: (key) => page.keyboard.press(key),
        screenshot: async (path) => void (await page.screenshot({ path })),
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
    pid: browser.process()?.pid,
  };
}

/** Waits until the watcher shows the picture and new frames keep coming. */
export async function expectPlaying(watcher: Watcher): Promise<void> {
  await expect.poll(watcher.view, { timeout: 40_000 }).toBe('live');
  await expectMoreFrames(watcher);
}

/** Waits until `count` more frames have been decoded and shown than now. */
export async function expectMoreFrames(watcher: Watcher, count = 15): Promise<void> {
  const { frames } = await watcher.facts();
  await expect.poll(async () => (await watcher.facts()).frames, { timeout: 40_000 }).toBeGreaterThan(frames + count);
}

/** Waits until sound has been heard that was not heard before. */
export async function expectMoreSound(watcher: Watcher): Promise<void> {
  const { audioEnergy } = await watcher.facts();
  await expect
    .poll(async () => (await watcher.facts()).audioEnergy, { timeout: 40_000 })
    .toBeGreaterThan(audioEnergy + 1e-6);
}
