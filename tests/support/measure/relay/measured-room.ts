/**
 * A live room for measurements of the relay: the presenter in a Chromium of its own, real pages
 * that decode, one among them that stays at its direct link, and light receivers.
 */
import type { Page } from '@playwright/test';
import { contextLikeApp, DrawnPresenter, serveDrawnPresenter } from '../../drive/drawn-presenter.ts';
import { fakeDevices } from '../../drive/presenter.ts';
import { clip } from '../../machine/camera-clip.ts';
import { openOwnChromium, soundWithoutPress } from '../../machine/chromium.ts';
import { servePage, type ServedPage } from '../../pages/serve-page.ts';
import { installConnectionList } from '../connection-list.ts';
import { LightReceivers } from '../fanout/light-receivers.ts';
import { installFrameTimes, recentGapMs } from '../recover/frame-times.ts';
import { until } from '../until.ts';
import { installSoundTimes } from './sound-times.ts';
import { recordUplink } from './uplink-bytes.ts';

/** Whom a service has to let in: `LECTERN_ALLOWED_ORIGINS`. */
export interface ServedPages {
  readonly presenter: ServedPage;
  readonly light: ServedPage;
  readonly origins: readonly string[];
}

export async function servePages(open: AsyncDisposableStack): Promise<ServedPages> {
  const presenter = open.adopt(await serveDrawnPresenter(), (page) => page.close());
  const light = open.adopt(await servePage(`${import.meta.dirname}/../../pages/light-receivers`), (page) =>
    page.close(),
  );
  return { presenter, light, origins: [presenter.origin, light.origin] };
}

/** Who watches; `decoding` without the control. */
export interface Audience {
  readonly decoding: number;
  readonly light: number;
}

/** How many links the presenter has, and how many watchers the relay reports. */
interface Place {
  readonly fanOut: string;
  readonly direct: number;
  readonly atRelay: number;
}

/** Runs in the page, before anything else: the page says that it is older than the relay, which leaves it its direct links. */
function speakAnOlderProtocol(): void {
  window.WebSocket = class extends window.WebSocket {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      const isHandshake = typeof data === 'string' && data.startsWith('40{');
      super.send(isHandshake ? data.replace(/"newest":\d+/, '"newest":2') : data);
    }
  };
}

/** A picture that is to be measured goes on by then, also on a busy machine. */
const CALM_MS = 1_000;
const PLAYING_WITHIN_MS = 120_000;
const SIZE = { width: 1280, height: 720 };

export class MeasuredRoom {
  readonly presenter: DrawnPresenter;
  readonly pids: { readonly presenter: number; readonly decoding: number; readonly light: number };
  readonly url: string;
  /** Pages that decode, without the control. */
  readonly pages: readonly Page[];
  readonly control: Page;
  readonly light: LightReceivers;
  /** In which `visit` opens further pages. */
  readonly newContext: () => ReturnType<Awaited<ReturnType<typeof openOwnChromium>>['browser']['newContext']>;

  private constructor(parts: Omit<MeasuredRoom, 'place' | 'untilAt' | 'untilPlaying'>) {
    this.presenter = parts.presenter;
    this.pids = parts.pids;
    this.url = parts.url;
    this.pages = parts.pages;
    this.control = parts.control;
    this.light = parts.light;
    this.newContext = parts.newContext;
  }

  static async open(
    open: AsyncDisposableStack,
    serviceUrl: string,
    served: ServedPages,
    audience: Audience,
  ): Promise<MeasuredRoom> {
    const camera = [...fakeDevices, `--use-file-for-fake-video-capture=${await clip('motion')}`];
    const presenting = open.adopt(await openOwnChromium(camera), ({ close }) => close());
    const context = await contextLikeApp(presenting.browser);
    const presenter = await DrawnPresenter.load(context, served.presenter.origin);
    // A still picture is little but its key frames.
    await presenter.useCamera(SIZE);
    await presenter.open(serviceUrl);
    await presenter.goLive();
    await presenter.page.evaluate(recordUplink);
    const url = `${serviceUrl}/r/${presenter.roomId}`;

    const watching = open.adopt(await openOwnChromium([soundWithoutPress]), ({ close }) => close());
    const openPage = async (...scripts: readonly (() => void)[]): Promise<Page> => {
      const pages = await watching.browser.newContext({ viewport: { width: 640, height: 360 } });
      const page = await pages.newPage();
      for (const script of [installConnectionList, installFrameTimes, installSoundTimes, ...scripts])
        await page.addInitScript(script);
      await page.goto(url, { waitUntil: 'commit' });
      return page;
    };
    const control = await openPage(speakAnOlderProtocol);
    const pages: Page[] = [];
    while (pages.length < audience.decoding) pages.push(await openPage());
    const light = open.adopt(await LightReceivers.open(served.light.origin), (receivers) => receivers.close());
    while (light.count < audience.light) await light.join(url);
    const pids = { presenter: presenting.pid, decoding: watching.pid, light: light.pid };
    const newContext = () => watching.browser.newContext();
    const room = new MeasuredRoom({ presenter, pids, url, pages, control, light, newContext });
    await room.untilPlaying();
    return room;
  }

  async place(): Promise<Place> {
    return await this.presenter.page.evaluate(() => {
      const { relay, links } = window.drawnPresenter.broadcast ?? {};
      const { fanOut = '', digest = null } = relay?.state.get() ?? {};
      const direct = (links?.watched.get() ?? []).filter(({ state }) => state === 'connected').length;
      return { fanOut, direct, atRelay: digest?.watchers ?? 0 };
    });
  }

  /** All but the control are there, with one link each. */
  async untilAt(fanOut: 'direct' | 'relay'): Promise<void> {
    const others = this.pages.length + this.light.count;
    let place: Place | undefined;
    const isThere = async (): Promise<boolean> => {
      place = await this.place();
      if (place.fanOut !== fanOut) return false;
      return fanOut === 'relay'
        ? place.atRelay === others && place.direct === 1
        : place.atRelay === 0 && place.direct === others + 1;
    };
    await until(
      () => `all ${String(others)} watchers are at the ${fanOut} fan-out (${JSON.stringify(place)})`,
      isThere,
    );
  }

  /** Every page that decodes has new frames without a pause, and every light receiver has its stream. */
  async untilPlaying(): Promise<void> {
    for (const page of [this.control, ...this.pages]) {
      const isCalm = async (): Promise<boolean> => (await page.evaluate(recentGapMs, CALM_MS)) < CALM_MS / 2;
      await until('a page has its picture', isCalm, { withinMs: PLAYING_WITHIN_MS });
    }
    const connected = async (): Promise<boolean> => (await this.light.read()).every(({ frames }) => frames > 0);
    await until('light receivers have their picture', connected, { withinMs: PLAYING_WITHIN_MS });
  }
}
