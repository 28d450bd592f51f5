/** A live room: the service, a drawn presenter, and watchers in the same Chromium. */
import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { launchChromium } from '../machine/chromium.ts';
import { mediaProbes, readMediaFacts } from '../measure/media-probe.ts';
import { startSignaling, type TestService } from '../service/start-service.ts';
import { DrawnPresenter, serveDrawnPresenter } from './drawn-presenter.ts';

const SOON = { timeout: 30_000 };

export interface LiveRoom {
  readonly browser: Browser;
  readonly service: TestService;
  readonly presenter: DrawnPresenter;
  /** The watch link. */
  readonly url: string;
  /** Opens the link in a fresh profile, and waits for the picture. */
  readonly watch: (options: BrowserContextOptions) => Promise<Page>;
  close(): Promise<void>;
}

interface LiveRoomOptions {
  readonly service?: Parameters<typeof startSignaling>[0];
  readonly switches?: readonly string[];
}

export async function openLiveRoom({ service: change, switches = [] }: LiveRoomOptions = {}): Promise<LiveRoom> {
  const served = await serveDrawnPresenter();
  const service = await startSignaling({ stunUrls: [], allowedOrigins: [served.origin], ...change });
  const browser = await launchChromium(switches);
  const presenter = await DrawnPresenter.load(browser, served.origin);
  await presenter.open(service.url);
  await presenter.goLive();
  const url = `${service.url}/r/${presenter.roomId}`;
  return {
    browser,
    service,
    presenter,
    url,
    watch: async (options) => {
      const page = await (await browser.newContext(options)).newPage();
      const refused: string[] = [];
      page.on('console', (said) => said.text().includes('Content Security Policy') && refused.push(said.text()));
      page.on('pageerror', (error) => refused.push(String(error)));
      page.on('close', () => expect(refused).toEqual([]));
      for (const probe of mediaProbes) await page.addInitScript(probe);
      await page.goto(url);
      await expect(page.locator('main[data-view="live"]')).toBeVisible(SOON);
      await expect.poll(async () => (await page.evaluate(readMediaFacts)).height, SOON).toBeGreaterThan(0);
      // The controls appear after the picture.
      await expect(page.locator('.controls')).toBeAttached(SOON);
      return page;
    },
    close: async () => {
      await Promise.allSettled([browser.close(), served.close()]);
      await service.close();
    },
  };
}
