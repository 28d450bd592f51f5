/** The presenter's window: sandboxed and isolated, and awake even while it is covered, because a broadcast goes on. */
import { BrowserWindow } from 'electron';

interface PageToShow {
  readonly url: string;
  readonly preload: string;
}

export function openWindow({ url, preload }: PageToShow): BrowserWindow {
  const window = new BrowserWindow({
    width: 1100,
    height: 720,
    minWidth: 820,
    minHeight: 560,
    title: 'Lectern',
    show: false,
    // The stage colour: no white flash before the first paint.
    backgroundColor: '#0e1013',
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
