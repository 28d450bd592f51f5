/**
 * The data channels of a watcher page's links. A bench asks for layers over them, as the page does.
 */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    linkChannels: RTCDataChannel[];
  }
}

/** Runs in the page before its own scripts. */
export function keepLinkChannels(): void {
  window.linkChannels = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    override createDataChannel(label: string, init?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, init);
      window.linkChannels.push(channel);
      return channel;
    }
  };
}

/** `highest`: the layer above which the presenter sends nothing to this page. */
export const askForLayer = (page: Page, highest: number): Promise<void> =>
  page.evaluate((cap) => {
    for (const channel of window.linkChannels)
      if (channel.readyState === 'open') channel.send(JSON.stringify({ kind: 'quality-capped', highest: cap }));
  }, highest);
