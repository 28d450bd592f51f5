/** A window of another program: a Chromium without tabs that shows one page. */
import { chromium, expect, type BrowserContext, type CDPSession, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSwitches } from './chromium.ts';
import { findProgram } from './find-program.ts';

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface AppWindow {
  readonly page: Page;
  readonly session: CDPSession;
  readonly close: () => Promise<void>;
}

/** Further variables of a program. */
export type Environment = Readonly<Record<string, string>>;

/** `html`: the page, without its title. */
export async function openAppWindow(
  title: string,
  html: string,
  place: Bounds | 'whole screen',
  environment: Environment = {},
): Promise<AppWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'lectern-window-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findProgram('chromium'),
    headless: false,
    env: { ...process.env, ...environment },
    viewport: null,
    args: [
      ...chromiumSwitches,
      `--app=data:text/html;charset=utf-8,${encodeURIComponent(`<title>${title}</title>${html}`)}`,
      ...(place === 'whole screen'
        ? ['--kiosk']
        : [`--window-position=${place.left},${place.top}`, `--window-size=${place.width},${place.height}`]),
    ],
  });
  const page = await windowTitled(context, title);
  return {
    page,
    session: await context.newCDPSession(page),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Chromium may open a window of its own besides. */
async function windowTitled(context: BrowserContext, title: string): Promise<Page> {
  let found: Page | undefined;
  const find = async (): Promise<boolean> => {
    for (const page of context.pages()) if ((await page.title()) === title) found = page;
    return found !== undefined;
  };
  await expect.poll(find).toBe(true);
  if (found === undefined) throw new Error(`No window is called ${title}`);
  return found;
}
