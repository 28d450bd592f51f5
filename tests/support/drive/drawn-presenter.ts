/**
 * Drives the drawn presenter: the presenter's session and fan-out in a page, without the app around
 * them.
 */
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { join } from 'node:path';
import type { UplinkReport } from '@lectern/protocol';
import { installConnectionList } from '../measure/connection-list.ts';
import type { SceneContents } from '../pages/drawn-presenter/drawn-scene.ts';
import { servePage, type ServedPage } from '../pages/serve-page.ts';

export const serveDrawnPresenter = (): Promise<ServedPage> =>
  servePage(join(import.meta.dirname, '../pages/drawn-presenter'));

/** A page that may use devices offers all of its addresses, as the presenter app does. */
export const contextLikeApp = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ permissions: ['camera', 'microphone'] });

export class DrawnPresenter {
  readonly page: Page;
  readonly roomId: string;

  private constructor(page: Page, roomId: string) {
    this.page = page;
    this.roomId = roomId;
  }

  /**
   * `origin`: where the page is served. `key`: the key of an earlier run, from `exportKey`, to be
   * the same presenter. `card`: its picture, as in `?width=640&height=360&fps=25`.
   */
  static async load(browser: Browser | BrowserContext, origin: string, key = '', card = ''): Promise<DrawnPresenter> {
    const page = await browser.newPage();
    await page.addInitScript(installConnectionList);
    await page.goto(`${origin}/${card}#${encodeURIComponent(key)}`);
    await page.waitForFunction(() => 'drawnPresenter' in window);
    // The page's sound needs a press.
    await page.mouse.click(5, 5);
    return new DrawnPresenter(page, await page.evaluate(() => window.drawnPresenter.roomId));
  }

  /** Before the room is opened. The browser needs a camera and the right to use it. */
  async useCamera(size?: { readonly width: number; readonly height: number }): Promise<void> {
    await this.page.evaluate((wanted) => window.drawnPresenter.useCamera(wanted), size);
  }

  /** `each`: every link has an encoder of its own, so one can hang alone. */
  async open(serviceUrl: string, sending: 'once' | 'each' = 'once'): Promise<void> {
    await this.page.evaluate(([url, way]) => window.drawnPresenter.open(url, way), [serviceUrl, sending] as const);
  }

  /** Waits until the room is open, also after the service was away. */
  async untilOpen(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.untilOpen());
  }

  /** From the next start on. */
  async useTurnOnly(turnOnly: boolean): Promise<void> {
    await this.page.evaluate((only) => window.drawnPresenter.session.turnOnly.want(only), turnOnly);
  }

  /** Waits until offers are ready for the next watchers. */
  async untilPrepared(): Promise<void> {
    await this.page.waitForFunction(
      () => [...window.connectionList].filter((pc) => pc.signalingState === 'have-local-offer').length > 1,
    );
  }

  /** The types of the candidates in the offers of its links, such as `host` or `relay`. */
  async candidateTypes(): Promise<ReadonlySet<string>> {
    const types = await this.page.evaluate(() =>
      // The encoder's loopback has no ICE servers, and its candidates leave for nowhere.
      [...window.connectionList].flatMap((pc) =>
        (pc.getConfiguration().iceServers ?? []).length === 0
          ? []
          : [...(pc.localDescription?.sdp ?? '').matchAll(/^a=candidate:.* typ (\w+)/gm)].map(([, type]) => type ?? ''),
      ),
    );
    return new Set(types);
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

  /** Sets what the source is said to contain. */
  async show(contents: SceneContents): Promise<void> {
    await this.page.evaluate((shown) => window.drawnPresenter.show(shown), contents);
  }

  async hangEncoders(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.hangEncoders());
  }

  /** The worker writes no more of these frames to the link that was connected last. */
  async loseFrames(kind: 'video' | 'audio'): Promise<void> {
    await this.page.evaluate((lost) => window.drawnPresenter.faults.loseFrames(lost), kind);
  }

  /** The scene's encoder makes no more pictures. */
  async stopEncoder(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.faults.stopEncoder());
  }

  /** The fan-out worker is gone, as after a crash. */
  async endWorker(): Promise<void> {
    await this.page.evaluate(() => window.drawnPresenter.faults.endWorker());
  }

  async keyFramesRequested(): Promise<number> {
    return await this.page.evaluate(() => window.drawnPresenter.keyFramesRequested);
  }

  /** A link of its browser alone beside those of ours. Gives its offer. */
  async openOrdinaryLink(): Promise<string> {
    return await this.page.evaluate(() => window.drawnPresenter.openOrdinaryLink());
  }

  async acceptOrdinarily(answer: string): Promise<void> {
    await this.page.evaluate((sdp) => window.drawnPresenter.ordinary?.accept(sdp), answer);
  }

  /** What its reports say of its uplink from now on: by it, the service decides where the room is. */
  async claimUplink(report: UplinkReport): Promise<void> {
    await this.page.evaluate((claimed) => {
      const { broadcast } = window.drawnPresenter;
      if (broadcast) Object.defineProperty(broadcast, 'uplink', { configurable: true, get: () => claimed });
    }, report);
  }

  async exportKey(): Promise<string> {
    return await this.page.evaluate(() => window.drawnPresenter.exportKey());
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}
