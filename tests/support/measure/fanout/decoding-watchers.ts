/**
 * Watchers with the real page, which decode and show everything. They are read like light
 * receivers.
 */
import type { BrowserContext, Page } from '@playwright/test';
import { openOwnChromium, type OwnChromium } from '../../machine/chromium.ts';
import { installConnectionList } from '../connection-list.ts';
import type { WatcherReading } from '../watcher-reading.ts';

/** Runs in the page. */
async function readInbound(): Promise<WatcherReading> {
  const newest = [...window.connectionList].at(-1);
  const report = [...((await newest?.getStats())?.values() ?? [])];
  const inbound = report.filter(({ type }) => type === 'inbound-rtp');
  const video = inbound.find(({ kind }) => kind === 'video');
  const audio = inbound.find(({ kind }) => kind === 'audio');
  return {
    atMs: performance.now(),
    stream: video?.ssrc ?? 0,
    connected: newest?.connectionState === 'connected',
    frames: video?.framesReceived ?? 0,
    frameBytes: (video?.bytesReceived ?? 0) - (video?.retransmittedBytesReceived ?? 0),
    width: video?.frameWidth ?? 0,
    keyFrameRequests: (video?.pliCount ?? 0) + (video?.firCount ?? 0),
    retransmissionRequests: video?.nackCount ?? 0,
    audioReceived: audio?.packetsReceived ?? 0,
    audioLost: audio?.packetsLost ?? 0,
    decoded: {
      freezes: video?.freezeCount ?? 0,
      concealedSamples: (audio?.concealedSamples ?? 0) - (audio?.silentConcealedSamples ?? 0),
      samples: audio?.totalSamplesReceived ?? 0,
    },
  };
}

export class DecodingWatchers {
  readonly #chromium: OwnChromium;
  readonly #context: BrowserContext;
  readonly #pages: Page[] = [];

  private constructor(chromium: OwnChromium, context: BrowserContext) {
    this.#chromium = chromium;
    this.#context = context;
  }

  static async open(): Promise<DecodingWatchers> {
    const chromium = await openOwnChromium(['--autoplay-policy=no-user-gesture-required']);
    const context = await chromium.browser.newContext({ viewport: { width: 640, height: 360 } });
    await context.addInitScript(installConnectionList);
    return new DecodingWatchers(chromium, context);
  }

  get pid(): number {
    return this.#chromium.pid;
  }

  get count(): number {
    return this.#pages.length;
  }

  async join(watchUrl: string): Promise<void> {
    const page = await this.#context.newPage();
    this.#pages.push(page);
    await page.goto(watchUrl, { waitUntil: 'commit' });
  }

  async read(): Promise<WatcherReading[]> {
    return await Promise.all(this.#pages.map((page) => page.evaluate(readInbound)));
  }

  async close(): Promise<void> {
    await this.#chromium.close();
  }
}
