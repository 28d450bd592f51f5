/** The two runtimes that the presenter's media has to work in: Debian's current Chromium and the real Electron. */
import { chromium, type Page } from '@playwright/test';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSwitches } from '../machine/chromium-switches.ts';
import { findProgram } from '../machine/find-program.ts';
import { launchPresenterApp } from './launch-presenter-app.ts';
import { requires } from '../machine/requirements.ts';

/** Sound without a press, and connections within the machine without names to look up. */
const switches = [
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  // A camera that is opened without being asked for.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface Runtime {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Each opens a page of the tests in a window with the rights of the app's own. */
export const bothRuntimes = {
  Chromium: async (origin: string): Promise<Runtime> => {
    requires('chromium');
    const browser = await chromium.launch({
      executablePath: findProgram('chromium'),
      args: [...chromiumSwitches, ...switches],
    });
    const page = await browser.newPage();
    await page.goto(origin);
    return { page, close: () => browser.close() };
  },
  Electron: async (origin: string): Promise<Runtime> => {
    requires('electron');
    const { app, page } = await launchPresenterApp({
      serviceUrl: 'http://127.0.0.1:9',
      userDataDir: await mkdtemp(join(tmpdir(), 'lectern-app-')),
      args: switches,
      rendererUrl: origin,
    });
    return { page, close: () => app.close() };
  },
} as const;
