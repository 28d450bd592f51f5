/**
 * The app's windows, read and changed from the main process: what Playwright cannot see or press.
 */
import { expect, type ElectronApplication, type Page } from '@playwright/test';

export type WindowAct = 'close' | 'minimize' | 'restore' | 'hide' | 'show' | 'focus';

/** Does to the presenter's window what a window manager does. */
export async function actOnWindow(app: ElectronApplication, act: WindowAct): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    const main = BrowserWindow.getAllWindows().find((one) => !one.webContents.getURL().endsWith('/strip.html'));
    main?.[wanted]();
  }, act);
}

export interface WindowFacts {
  readonly isVisible: boolean;
  readonly isMinimised: boolean;
  readonly isMaximised: boolean;
  readonly isOnTop: boolean;
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** The presenter's window or the control strip. Undefined if there is none. */
export function windowFacts(app: ElectronApplication, which: 'main' | 'strip'): Promise<WindowFacts | undefined> {
  return app.evaluate(({ BrowserWindow }, wanted) => {
    const isStrip = (url: string): boolean => url.endsWith('/strip.html');
    const found = BrowserWindow.getAllWindows().find(
      (one) => isStrip(one.webContents.getURL()) === (wanted === 'strip'),
    );
    return found === undefined
      ? undefined
      : {
          isVisible: found.isVisible(),
          isMinimised: found.isMinimized(),
          isMaximised: found.isMaximized(),
          isOnTop: found.isAlwaysOnTop(),
          bounds: found.getBounds(),
        };
  }, which);
}

export async function expectStrip(app: ElectronApplication, shown: boolean): Promise<void> {
  await expect.poll(async () => (await windowFacts(app, 'strip'))?.isVisible ?? false).toBe(shown);
}

/** The control strip's page. It exists only while live. */
export async function stripPage(app: ElectronApplication): Promise<Page> {
  const find = (): Page | undefined => app.windows().find((page) => page.url().endsWith('/strip.html'));
  await expect.poll(() => find() !== undefined).toBe(true);
  const page = find();
  if (page === undefined) throw new Error('the strip has gone');
  return page;
}

/**
 * Reads an element of the presenter's window. This works after a crash of the renderer as well,
 * when Playwright's page does not.
 */
export function readWindow(app: ElectronApplication, selector: string): Promise<string | null> {
  return app.evaluate(({ BrowserWindow }, wanted) => {
    const main = BrowserWindow.getAllWindows().find((one) => !one.webContents.getURL().endsWith('/strip.html'));
    const script = `(() => { const found = document.querySelector(${JSON.stringify(wanted)}); return found && (found.dataset.status ?? found.textContent); })()`;
    const said: Promise<string | null> =
      main?.webContents.executeJavaScript(script).catch(() => null) ?? Promise.resolve(null);
    // A page that crashes during the call never answers.
    return Promise.race([said, new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_000))]);
  }, selector);
}

/** Whether the app keeps the display awake. */
export const isHeldAwake = (app: ElectronApplication): Promise<boolean> =>
  app.evaluate(({ powerSaveBlocker }) =>
    Array.from({ length: 20 }, (_, id) => id).some((id) => powerSaveBlocker.isStarted(id)),
  );
