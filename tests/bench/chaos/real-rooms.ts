/**
 * Two rooms with a real presenter page and a real watcher page each: one at the service under test,
 * one at a service of its own, which is the control.
 */
import { expect, type Browser, type Page } from '@playwright/test';
import { DrawnPresenter, serveDrawnPresenter } from '../../support/drive/drawn-presenter.ts';
import { launchChromium } from '../../support/machine/chromium.ts';
import { startServiceProcess } from '../../support/service/service-process.ts';
import type { Program } from './cluster.ts';
import { framesLostBeyond, installFrameProbe, lostBeyond, takeFrames, type LostTime } from './frame-gaps.ts';

const CAMERA = ['--use-fake-device-for-media-stream=fps=30'];
/** Small as well: painting a larger page would take time from the clients. */
const SCREEN = { width: 400, height: 240 };
/** The camera takes its place, and it goes on being drawn. */
const UNSEEN_CARD = '?width=32&height=18&fps=1';
const PICTURE = { timeout: 40_000 };

export interface RealRooms {
  /** From now on frames count. */
  begin(): Promise<void>;
  /** Since `begin`. */
  framesLost(): Promise<FramesLost>;
  close(): Promise<void>;
}

export interface FramesLost {
  /** Of the watcher at the service under test, beyond those of the control. */
  readonly lost: number;
  readonly measured: readonly LostTime[];
  readonly control: readonly LostTime[];
  /** With much fewer than thirty, the machine was too busy to measure on. */
  readonly controlFramesPerSecond: number;
}

/** The page from which presenters present, which a service has to allow. */
export interface PresenterPage {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

export const servePresenterPage = (): Promise<PresenterPage> => serveDrawnPresenter();

async function watch(presenters: Browser, watchers: Browser, origin: string, serviceUrl: string): Promise<Page> {
  const context = await presenters.newContext({ permissions: ['camera'], viewport: SCREEN });
  const presenter = await DrawnPresenter.load(context, origin, '', UNSEEN_CARD);
  await presenter.useCamera();
  await presenter.open(serviceUrl);
  await presenter.goLive();
  const page = await (await watchers.newContext({ viewport: SCREEN })).newPage();
  await page.addInitScript(installFrameProbe);
  await page.goto(`${serviceUrl}/r/${presenter.roomId}`);
  await expect.poll(() => page.evaluate(() => window.frameProbe.frames), PICTURE).toBeGreaterThan(30);
  return page;
}

export async function openRealRooms(
  serviceUrl: string,
  { origin }: PresenterPage,
  program: Program,
): Promise<RealRooms> {
  const control = await startServiceProcess({ LECTERN_ALLOWED_ORIGINS: origin }, program);
  const browsers = await Promise.all([launchChromium(CAMERA), launchChromium()]);
  const close = async (): Promise<void> => {
    await Promise.allSettled(browsers.map((browser) => browser.close()));
    await control.stop();
  };
  try {
    const [presenters, watchers] = browsers;
    const measuredPage = await watch(presenters, watchers, origin, serviceUrl);
    const controlPage = await watch(presenters, watchers, origin, control.url);
    const measure = () => Promise.all([controlPage.evaluate(takeFrames), measuredPage.evaluate(takeFrames)]);
    let beganMs = 0;
    return {
      begin: async () => {
        await measure();
        beganMs = Date.now();
      },
      framesLost: async () => {
        const [atControl, measured] = await measure();
        const durationMs = Date.now() - beganMs;
        return {
          lost: framesLostBeyond(atControl, measured, durationMs),
          controlFramesPerSecond: (atControl.frames * 1_000) / durationMs,
          measured: lostBeyond(atControl, measured),
          control: lostBeyond(measured, atControl),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
