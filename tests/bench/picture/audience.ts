/** Watchers of the real page who say that they decode a codec or that they do not. */
import { expect, type Page } from '@playwright/test';
import { launchChromium, soundWithoutPress } from '../../support/machine/chromium.ts';
import { installConnectionList } from '../../support/measure/connection-list.ts';
import { keepLinkChannels } from '../../support/measure/link-channels.ts';

/** In the order of preference of a watcher who decodes them all. */
export const codecs = ['av1', 'vp8'] as const;
export type Codec = (typeof codecs)[number];

export interface Audience {
  /** Opens the watch link as somebody who decodes this codec, and none that is preferred to it. */
  readonly join: (url: string, codec: Codec) => Promise<Page>;
  readonly close: () => Promise<void>;
}

export async function openAudience(): Promise<Audience> {
  const browser = await launchChromium([soundWithoutPress]);
  return {
    join: async (url, codec) => {
      const page = await browser.newPage();
      await page.addInitScript(installConnectionList);
      await page.addInitScript(keepLinkChannels);
      await page.addInitScript(withoutCodecs, codecs.slice(0, codecs.indexOf(codec)));
      await page.goto(url);
      await expect
        .poll(() => page.evaluate(() => document.querySelector('video')?.videoWidth), { timeout: 40_000 })
        .toBeGreaterThan(0);
      return page;
    },
    close: () => browser.close(),
  };
}

/** Runs in the page before its own scripts, which then find a browser without these codecs. */
function withoutCodecs(missing: readonly string[]): void {
  const isMissing = (mimeType: string): boolean =>
    missing.some((codec) => mimeType.toLowerCase().startsWith(`video/${codec}`));
  const media = navigator.mediaCapabilities;
  const ask = media.decodingInfo.bind(media);
  media.decodingInfo = async (wanted: MediaDecodingConfiguration) => {
    const info = await ask(wanted);
    if (!isMissing(wanted.video?.contentType ?? '')) return info;
    return { ...info, supported: false, smooth: false, powerEfficient: false };
  };
  const list = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver);
  RTCRtpReceiver.getCapabilities = (kind) => {
    const all = list(kind);
    return all && { ...all, codecs: all.codecs.filter(({ mimeType }) => !isMissing(mimeType)) };
  };
}
