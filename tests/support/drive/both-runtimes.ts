/** The two runtimes of the presenter's media: Debian's current Chromium and Electron. */
import { type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../machine/chromium.ts';
import { launchPresenterApp } from './launch-presenter-app.ts';

/** Sound plays without a press, and candidates carry addresses instead of mDNS names. */
const switches = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  // A camera that opens without a prompt.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface Runtime {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Each opens a test page with the same rights as the app's own page. */
export const bothRuntimes = {
  Chromium: { program: 'chromium', open: openInChromium },
  Electron: { program: 'electron', open: openInElectron },
} as const;

export type RuntimeChoice = (typeof bothRuntimes)[keyof typeof bothRuntimes];

async function openInChromium(origin: string): Promise<Runtime> {
  const browser = await launchChromium(switches);
  const page = await browser.newPage();
  await page.goto(origin);
  return { page, close: () => browser.close() };
}

async function openInElectron(origin: string): Promise<Runtime> {
  const { app, page } = await launchPresenterApp({
    serviceUrl: 'http://127.0.0.1:9',
    userDataDir: await mkdtemp(join(tmpdir(), 'lectern-app-')),
    args: switches,
    rendererUrl: origin,
  });
  return { page, close: () => app.close() };
}
