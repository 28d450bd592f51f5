/** Starts the presenter in a Chromium or an app whose process id is known, for measurements. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { servePresenter, type PresenterPage } from '../../../scripts/start/serve-presenter.ts';
import { openOwnChromium } from '../machine/chromium.ts';
import { installConnectionList } from '../measure/connection-list.ts';
import { launchPresenterApp } from './launch-presenter-app.ts';

/** One encoder for all watchers, or one for each. */
export type Sending = 'once' | 'each';

export interface PresenterProcess {
  readonly page: Page;
  readonly pid: number;
  close(): Promise<void>;
}

export interface PresenterProcessOptions {
  readonly sending: Sending;
  readonly switches: readonly string[];
  /** They run in the presenter's page before its own scripts. */
  readonly initScripts?: readonly (() => void)[];
}

interface PresenterInAppOptions extends PresenterProcessOptions {
  /** Further settings of its profile. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

const rendererFolder = resolve(import.meta.dirname, '../../../renderer/dist');

/** Serves the presenter's page as `npm start -- --browser` does. */
export const servePresenterPage = (): Promise<PresenterPage> =>
  servePresenter({ folder: rendererFolder, preferredPort: 0, version: 'bench' });

/** `served.announceService` must have been called. */
export async function startPresenterInChromium(
  served: PresenterPage,
  { sending, switches, initScripts = [] }: PresenterProcessOptions,
): Promise<PresenterProcess> {
  const { browser, pid, close } = await openOwnChromium([...switches, '--use-fake-ui-for-media-stream']);
  try {
    const page = await browser.newPage();
    for (const script of [installConnectionList, ...initScripts]) await page.addInitScript(script);
    await page.addInitScript((settings) => {
      if (localStorage.getItem('lectern:settings') === null) localStorage.setItem('lectern:settings', settings);
    }, JSON.stringify({ sending }));
    await page.goto(served.address);
    return { page, pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function startPresenterInApp(
  serviceUrl: string,
  { sending, switches, initScripts = [], settings = {}, environment = {} }: PresenterInAppOptions,
): Promise<PresenterProcess> {
  const userDataDir = await mkdtemp(join(tmpdir(), 'lectern-app-'));
  await writeFile(join(userDataDir, 'settings.json'), JSON.stringify({ sending, ...settings }));
  const { app, page } = await launchPresenterApp({ serviceUrl, userDataDir, args: switches, environment });
  const close = async (): Promise<void> => {
    await app.close();
    await rm(userDataDir, { recursive: true, force: true });
  };
  try {
    for (const script of [installConnectionList, ...initScripts]) await page.addInitScript(script);
    // The window has loaded before they were added.
    await page.reload();
    const { pid } = app.process();
    if (pid === undefined) throw new Error('the app has not started');
    return { page, pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}
