/**
 * The control strip: a row of buttons above all other windows while the presenter works elsewhere,
 * never in the picture.
 */
import { app, BrowserWindow, screen } from 'electron';
import type { LiveStatus, Settings } from '@lectern/bridge';
import { sendToStrip, serveStrip } from '../bridge/serve-desktop.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { STRIP_DELAY_MS, WINDOW_SETTLE_MS } from '../policy.ts';
import { guardNavigation } from '../security/navigation.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { windowTitles } from '../words.ts';
import { isOnAir } from './live-status.ts';
import { windowColour } from './theme.ts';
import { isStripWanted, placeStrip, STRIP_SIZE, type Attention } from './strip-rules.ts';
import { listDisplays, type WindowPlacements } from './window-placement.ts';
import { sendCommand } from './window.ts';
import type { Point } from './window-bounds.ts';

interface StripOptions {
  readonly main: BrowserWindow;
  readonly url: string;
  readonly preload: string;
  readonly placements: WindowPlacements;
  readonly settings: SettingsFile;
  readonly status: () => LiveStatus;
  readonly log: Logger;
}

const canHideFromCapture = process.platform === 'win32' || process.platform === 'darwin';

export class Strip {
  readonly #options: StripOptions;
  #window: BrowserWindow | undefined;
  /** Since when the main window is behind another one; null while it is in front. */
  #behindSinceMs: number | null = null;
  #delay: NodeJS.Timeout | undefined;
  #settle: NodeJS.Timeout | undefined;
  /** Where the strip was last placed by itself. A move to there is not the person's choice. */
  #placed: Point | undefined;

  constructor(options: StripOptions) {
    this.#options = options;
    const { main, url, settings, status, log } = options;
    serveStrip({ describeLive: status, press: (command) => sendCommand(main, command) }, { pageUrl: url, log });
    main.on('blur', () => this.#setBehindSince(performance.now()));
    main.on('focus', () => this.#setBehindSince(null));
    for (const event of ['minimize', 'restore', 'show', 'hide'] as const) {
      main.on(event as 'minimize', () => this.#update());
    }
    main.on('closed', () => this.#close());
    // A window that refuses to close would keep the app from quitting.
    app.on('before-quit', (event) => {
      if (!event.defaultPrevented) this.#close();
    });
    screen.on('display-added', () => this.#update());
    screen.on('display-removed', () => this.#update());
    screen.on('display-metrics-changed', () => this.#update());
    settings.subscribe(() => this.#update());
  }

  readonly onLive = (now: LiveStatus): void => {
    // Loaded early, so that it appears at once when it is needed.
    if (isOnAir(now) && this.#mode !== 'never') this.#window ??= this.#create();
    if (this.#window !== undefined) sendToStrip(this.#window, now);
    this.#update();
  };

  get #mode(): Settings['strip'] {
    return this.#options.settings.current.strip;
  }

  #update(): void {
    clearTimeout(this.#delay);
    const { main, status } = this.#options;
    if (main.isDestroyed()) return;
    const attention = this.#attention();
    const { air, capturedDisplayId } = status().report;
    if (isStripWanted({ mode: this.#mode, air, attention, nowMs: performance.now() })) {
      this.#show(capturedDisplayId);
      return;
    }
    if (this.#window?.isVisible()) this.#window.hide();
    if (attention.name === 'behind') this.#delay = setTimeout(() => this.#update(), STRIP_DELAY_MS);
  }

  #close(): void {
    clearTimeout(this.#delay);
    clearTimeout(this.#settle);
    if (this.#window !== undefined && !this.#window.isDestroyed()) this.#window.destroy();
    this.#window = undefined;
  }

  #attention(): Attention {
    const { main } = this.#options;
    if (main.isMinimized() || !main.isVisible()) return { name: 'away' };
    return this.#behindSinceMs === null ? { name: 'in-front' } : { name: 'behind', sinceMs: this.#behindSinceMs };
  }

  #setBehindSince(sinceMs: number | null): void {
    this.#behindSinceMs = sinceMs;
    this.#update();
  }

  #show(capturedDisplayId: string | null): void {
    const displays = listDisplays();
    const place = placeStrip({
      displays,
      canHideFromCapture,
      capturedDisplayId,
      saved: this.#options.placements.strip,
    });
    this.#window ??= place === null ? undefined : this.#create();
    if (this.#window === undefined) return;
    if (place === null) {
      this.#window.hide();
      return;
    }
    const { x, y } = this.#window.getBounds();
    if (this.#window.isVisible() && x === place.x && y === place.y) return;
    this.#placed = place;
    this.#window.setBounds(place);
    // The keyboard stays with the program that the presenter works in.
    this.#window.showInactive();
  }

  /** The person has dragged it. It stays there unless that is in the shared picture. */
  #handleMoved(window: BrowserWindow): void {
    if (window.isDestroyed() || !window.isVisible()) return;
    const { x, y } = window.getBounds();
    if (x === this.#placed?.x && y === this.#placed.y) return;
    this.#options.placements.saveStrip({ x, y });
    this.#update();
  }

  #create(): BrowserWindow {
    const { url, preload, log } = this.#options;
    const window = new BrowserWindow(windowOptions(preload));
    guardNavigation(window.webContents, url);
    window.setAlwaysOnTop(true, 'screen-saver');
    if (canHideFromCapture) window.setContentProtection(true);
    if (process.platform !== 'win32') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    window.on('move', () => {
      clearTimeout(this.#settle);
      this.#settle = setTimeout(() => this.#handleMoved(window), WINDOW_SETTLE_MS);
    });
    // The window manager's own keys for closing only hide it.
    window.on('close', (event) => {
      event.preventDefault();
      window.hide();
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      log.warn(`the strip's page is gone (${reason})`);
      this.#close();
    });
    window.loadURL(url).catch((error: unknown) => log.debug(`the strip did not load: ${reasonOf(error)}`));
    return window;
  }
}

const windowOptions = (preload: string): Electron.BrowserWindowConstructorOptions => ({
  ...STRIP_WINDOW,
  backgroundColor: windowColour(),
  webPreferences: {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
  },
});

const STRIP_WINDOW = {
  ...STRIP_SIZE,
  title: windowTitles.strip,
  show: false,
  frame: false,
  resizable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  skipTaskbar: true,
  alwaysOnTop: true,
} as const;
