/** The presenter of a measurement: its session in a page at a place of the field, or the app. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contextLikeApp, DrawnPresenter } from '../../drive/drawn-presenter.ts';
import { launchPresenterApp, type PresenterApp, type PresenterAppOptions } from '../../drive/launch-presenter-app.ts';
import { Presenter, fakeDevices } from '../../drive/presenter.ts';
import type { OwnChromium } from '../../machine/chromium.ts';
import { installTimecode } from '../timecode/timecode.ts';

/**
 * Small, since ten watchers decode it, but no smaller than a scene ever is: below that libwebrtc
 * drops the top layer, for which links would wait (ADR 6).
 */
const CARD = '?width=960&height=540&fps=25';

export interface PresenterEnd {
  /** `/r/…` */
  readonly path: string;
  readonly version: string;
  /** Whether it is live in its room at the service, with so many watchers there. */
  hasAudience(count: number): Promise<boolean>;
  close(): Promise<void>;
}

/** In a Chromium, which is closed with it. */
export class PageEnd implements PresenterEnd {
  readonly drawn: DrawnPresenter;
  readonly #chromium: OwnChromium;

  private constructor(chromium: OwnChromium, drawn: DrawnPresenter) {
    this.#chromium = chromium;
    this.drawn = drawn;
  }

  static async open(chromium: OwnChromium, origin: string, serviceUrl: string): Promise<PageEnd> {
    const context = await contextLikeApp(chromium.browser);
    await context.addInitScript(installTimecode);
    const drawn = await DrawnPresenter.load(context, origin, '', CARD);
    await drawn.open(serviceUrl);
    await drawn.goLive();
    return new PageEnd(chromium, drawn);
  }

  get path(): string {
    return `/r/${this.drawn.roomId}`;
  }

  get pid(): number {
    return this.#chromium.pid;
  }

  get version(): string {
    return `Chromium ${this.#chromium.browser.version()}`;
  }

  hasAudience(count: number): Promise<boolean> {
    return this.drawn.page.evaluate((wanted) => {
      const { signaling, air, inRoom } = window.drawnPresenter.session.state.get();
      return signaling.name === 'open' && air === 'live' && inRoom === wanted;
    }, count);
  }

  async close(): Promise<void> {
    await this.#chromium.close();
  }
}

export class AppEnd implements PresenterEnd {
  readonly path: string;
  readonly version: string;
  readonly #options: PresenterAppOptions;
  #running: PresenterApp | undefined;

  private constructor(options: PresenterAppOptions, running: PresenterApp, path: string, version: string) {
    this.#options = options;
    this.#running = running;
    this.path = path;
    this.version = version;
  }

  static async open(serviceUrl: string): Promise<AppEnd> {
    const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
    const options = { serviceUrl, userDataDir, args: fakeDevices };
    const running = await launchPresenterApp(options);
    const presenter = new Presenter(running.page);
    const { pathname } = new URL(await presenter.watchUrl());
    const version = await running.app.evaluate(() => `Electron ${process.versions['electron'] ?? ''}`);
    await presenter.goLive();
    return new AppEnd(options, running, pathname, version);
  }

  async hasAudience(count: number): Promise<boolean> {
    const page = this.#running?.page;
    if (page === undefined) return false;
    const status = await page.locator('.window').getAttribute('data-status');
    const watching = await page.getByTestId('watching').textContent();
    return status === 'live' && Number.parseInt(watching ?? '', 10) === count;
  }

  /** All its processes at once, as in a crash of the machine. */
  async kill(): Promise<void> {
    const child = this.#running?.app.process();
    this.#running = undefined;
    if (child?.pid === undefined) throw new Error('the app is not running');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // The app is the leader of a process group of its own.
    process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** Starts it again with the same profile. Resolves with the time of the window's first paint. */
  async relaunch(): Promise<number> {
    this.#running = await launchPresenterApp(this.#options);
    return await this.#running.page.evaluate(async () => {
      const painted = (): PerformanceEntry | undefined => performance.getEntriesByName('first-paint')[0];
      while (painted() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      return performance.timeOrigin + (painted()?.startTime ?? 0);
    });
  }

  /**
   * After a return by itself, ends the broadcast and goes live again: the app counts its returns.
   */
  async stopAndGoLive(): Promise<void> {
    if (this.#running === undefined) throw new Error('the app is not running');
    const presenter = new Presenter(this.#running.page);
    await presenter.stop();
    await presenter.goLive();
  }

  async close(): Promise<void> {
    await this.#running?.app.close();
    await rm(this.#options.userDataDir, { recursive: true, force: true });
  }
}
