/** Watchers in Chromium and Firefox, driven in the same way. */
import { expect, type Browser, type BrowserContextOptions } from '@playwright/test';
import { launchChromium, soundWithoutPress } from '../machine/chromium.ts';
import { launchFirefox } from '../machine/firefox.ts';
import { mediaProbes, readMediaFacts, resetGap, type MediaFacts } from '../measure/media-probe.ts';

export interface Watcher {
  readonly facts: () => Promise<MediaFacts>;
  /** The page's view, from `<main data-view>`. */
  readonly view: () => Promise<string | undefined>;
  /** Runs in the watcher's page. */
  readonly read: <T>(inPage: () => T | Promise<T>) => Promise<T>;
  /** Forgets the gaps so far. */
  readonly resetGap: () => Promise<void>;
  /** Moves the pointer over the picture, which shows the controls. */
  readonly stir: () => Promise<void>;
  /** Presses a key. */
  readonly press: (key: 'i' | 'm' | 'q' | '+' | '0' | 'Escape') => Promise<void>;
  readonly screenshot: (path: `${string}.png`) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface WatcherBrowser {
  /**
   * Opens the watch link in a fresh profile. `before` runs in the page before its own scripts, in
   * Chromium.
   */
  readonly watch: (url: string, options?: BrowserContextOptions, before?: readonly (() => void)[]) => Promise<Watcher>;
  readonly close: () => Promise<void>;
  /** The browser's first process, if it is known. */
  readonly pid?: number | undefined;
}

/**
 * Playwright would ask once a second after the first two, so that each wait would last half a
 * second longer.
 */
const CHANGE = { timeout: 40_000, intervals: [100] };

const viewInPage = (): string | undefined => document.querySelector<HTMLElement>('main')?.dataset['view'];

export async function openChromium(switches: readonly string[] = []): Promise<WatcherBrowser> {
  // Sound plays without a press, so that it can be measured: a browser that is muted counts no
  // energy.
  return watchersIn(await launchChromium([soundWithoutPress, ...switches]));
}

/** Watchers in a Chromium that is already running. */
export function watchersIn(browser: Browser): WatcherBrowser {
  return {
    watch: async (url, options, before = []) => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      for (const probe of [...mediaProbes, ...before]) await page.addInitScript(probe);
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
          // As when a tab is closed: the page gets its events.
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

/**
 * `environment`: further variables, such as those of a sound server. `profile`: a folder in place
 * of a fresh profile.
 */
export async function openFirefox(
  prefs: Readonly<Record<string, unknown>> = {},
  environment: Readonly<Record<string, string>> = {},
  profile?: string,
): Promise<WatcherBrowser> {
  const browser = await launchFirefox({ 'media.volume_scale': '0.0', ...prefs }, environment, profile);
  return {
    watch: async (url) => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      for (const probe of mediaProbes) await page.evaluateOnNewDocument(probe);
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
  await expect.poll(watcher.view, CHANGE).toBe('live');
  await expectMoreFrames(watcher);
}

export async function expectAllPlaying(watchers: readonly Watcher[]): Promise<void> {
  await Promise.all(watchers.map((watcher) => expectPlaying(watcher)));
}

/** Waits until `count` more frames have been decoded and shown than now. */
export async function expectMoreFrames(watcher: Watcher, count = 15): Promise<void> {
  const shown = (): Promise<number> => watcher.read(() => window.mediaProbe.frames);
  const before = await shown();
  await expect.poll(shown, CHANGE).toBeGreaterThan(before + count);
}

/** The same for each of them, at the same time. */
export async function expectMoreFramesInAll(watchers: readonly Watcher[], count = 15): Promise<void> {
  await Promise.all(watchers.map((watcher) => expectMoreFrames(watcher, count)));
}

/** The longest gap, in ms, that each watcher sees during an act and `count` more frames. */
export async function gapsOver(
  watchers: readonly Watcher[],
  count: number,
  act: () => Promise<void>,
): Promise<number[]> {
  await Promise.all(watchers.map((watcher) => watcher.resetGap()));
  await act();
  await expectMoreFramesInAll(watchers, count);
  return Promise.all(watchers.map(async (watcher) => (await watcher.facts()).longestGapMs));
}

/** Waits until more sound has been played than until now. */
export async function expectMoreSound(watcher: Watcher): Promise<void> {
  const { audioEnergy } = await watcher.facts();
  await expect.poll(async () => (await watcher.facts()).audioEnergy, CHANGE).toBeGreaterThan(audioEnergy + 1e-6);
}
