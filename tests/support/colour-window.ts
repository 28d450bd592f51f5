/** A window of another program, which shows the colour that it is told to and moves where it is told to. */
import { chromium, type Page } from '@playwright/test';
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
  `data:text/html,${encodeURIComponent(
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
  const page = await windowTitled(context.pages(), title);
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

async function windowTitled(pages: readonly Page[], title: string): Promise<Page> {
  for (const page of pages) if ((await page.title()) === title) return page;
  throw new Error(`No window is called ${title}`);
}
