/** A window of another program, which shows the colour that it is told to and moves where it is told to. */
import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumSwitches } from './chromium-switches.ts';
import { findProgram } from './find-program.ts';

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ColourWindow {
  readonly show: (colour: string) => Promise<void>;
  readonly place: (bounds: Bounds) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Something always moves in it, as a program's window does; the colour around says when the picture was taken. */
const pageOf = (title: string): string =>
  `data:text/html;charset=utf-8,${encodeURIComponent(
    `<title>${title}</title><style>body{margin:0;background:black}i{display:block;width:20px;height:20px;background:white;` +
      `animation:go 1s linear infinite alternate}@keyframes go{to{translate:80px}}</style><i></i>`,
  )}`;

export async function openColourWindow(title: string, bounds: Bounds): Promise<ColourWindow> {
  const profile = await mkdtemp(join(tmpdir(), 'lectern-window-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findProgram('chromium'),
    headless: false,
    viewport: null,
    args: [
      ...chromiumSwitches,
      `--app=${pageOf(title)}`,
      `--window-position=${bounds.left},${bounds.top}`,
      `--window-size=${bounds.width},${bounds.height}`,
    ],
  });
  const page = await windowTitled(context, title);
  const session = await context.newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  return {
    show: (colour) => page.evaluate((value) => void (document.body.style.background = value), colour),
    place: async (place) => void (await session.send('Browser.setWindowBounds', { windowId, bounds: { ...place } })),
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Beside it Chromium opens a window of its own, or not. */
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
