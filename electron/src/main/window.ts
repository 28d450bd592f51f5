/** The presenter's window: sandboxed and isolated, and awake even while it is covered, because a broadcast goes on. */
import { BrowserWindow } from 'electron';
import { windowColour } from './desktop/paint.ts';
import type { Rectangle } from './desktop/window-place.ts';

interface PageToShow {
  readonly url: string;
  readonly preload: string;
  /** Where it was the last time; without bounds the system decides. */
  readonly place: { readonly bounds: Rectangle | undefined; readonly isMaximised: boolean };
}

export function openWindow({ url, preload, place }: PageToShow): BrowserWindow {
  const window = new BrowserWindow({
    width: 1100,
    height: 720,
    ...place.bounds,
    minWidth: 820,
    minHeight: 560,
    title: 'Lectern',
    show: false,
    backgroundColor: windowColour(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      backgroundThrottling: false,
      spellcheck: false,
    },
  });
  if (place.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  void window.loadURL(url);
  return window;
}

/** Brings the window to the person who has just started the app a second time. */
export function showAgain(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
