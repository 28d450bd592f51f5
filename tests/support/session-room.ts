/** A live room for a file of tests: the service, the presenter app's own session in a page, and a Chromium to watch in. */
import { chromium, expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { chromiumSwitches } from './chromium-switches.ts';
import { findProgram } from './find-program.ts';
import { installMediaProbe, readMediaFacts } from './media-probe.ts';
import { servePage } from './serve-page.ts';
import { makeDataDir, startSignaling } from './start-signaling.ts';

const SOON = { timeout: 30_000 };

export interface SessionRoom {
  readonly browser: Browser;
  readonly url: string;
  readonly presenter: Page;
  /** Opens the link in a fresh profile, and waits for the picture. */
  readonly watch: (options: BrowserContextOptions) => Promise<Page>;
  readonly close: () => Promise<void>;
}

export async function openSessionRoom(): Promise<SessionRoom> {
  // Sound plays without a press: what the browser's own leave is about is tested elsewhere.
  const args = [...chromiumSwitches, '--autoplay-policy=no-user-gesture-required'];
  const browser = await chromium.launch({ executablePath: findProgram('chromium'), args });
  const pages = await servePage(`${import.meta.dirname}/session-page`);
  const service = await startSignaling({
    dataDir: await makeDataDir(),
    stunUrls: [],
    allowedOrigins: [pages.origin],
  });
  const presenter = await (await browser.newContext()).newPage();
  await presenter.goto(pages.origin);
  await presenter.waitForFunction(() => 'sessionPage' in window);
  const path = await presenter.evaluate((at) => window.sessionPage.goLive(at), service.url);
  const url = service.url + path;
  return {
    browser,
    url,
    presenter,
    watch: async (options) => {
      const page = await (await browser.newContext(options)).newPage();
      const refused: string[] = [];
      page.on('console', (said) => said.text().includes('Content Security Policy') && refused.push(said.text()));
      page.on('pageerror', (error) => refused.push(String(error)));
      page.on('close', () => expect(refused).toEqual([]));
      await page.addInitScript(installMediaProbe);
      await page.goto(url);
      await expect(page.locator('main[data-view="live"]')).toBeVisible(SOON);
      await expect.poll(async () => (await page.evaluate(readMediaFacts)).height, SOON).toBeGreaterThan(0);
      // The controls come after the picture.
      await expect(page.locator('.controls')).toBeAttached(SOON);
      return page;
    },
    close: async () => {
      await Promise.allSettled([browser.close(), pages.close()]);
      await service.close();
    },
  };
}
