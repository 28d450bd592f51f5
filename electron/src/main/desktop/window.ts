/**
 * The presenter's window: sandboxed and isolated. It keeps working while other windows cover it:
 * the broadcast goes on.
 */
import { BrowserWindow } from 'electron';
import type { LiveCommand, StripCommand } from '@lectern/bridge';
import { send } from '../bridge/serve-desktop.ts';
import { windowTitles } from '../words.ts';
import { windowColour } from './theme.ts';
import type { MainPlacement } from './window-bounds.ts';

interface WindowOptions {
  readonly preload: string;
  readonly placement: MainPlacement;
}

/** Hidden until its page can be shown; it loads nothing by itself. */
export function createWindow({ preload, placement }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1100,
    height: 720,
    ...placement.bounds,
    minWidth: 820,
    minHeight: 560,
    title: windowTitles.main,
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
  if (placement.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Brings the window to the front. */
export function showWindow(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Passes on what was pressed outside the page. The page does it and reports the new state. */
export function sendCommand(window: BrowserWindow, command: LiveCommand | StripCommand): void {
  if (command === 'open-settings' || command === 'show') showWindow(window);
  if (command !== 'show') send(window, 'commanded', command);
}
