/** The control strip: a row of buttons above all other windows while the presenter works elsewhere, and never in the picture. */
import { BrowserWindow, screen } from 'electron';
import type { Settings, LiveStatus } from '@lectern/bridge';
import { guardNavigation } from '../security/navigation.ts';
import { isOnAir, type Follower } from './live-status.ts';
import { windowColour } from './paint.ts';
import { isStripWanted, placeStrip, STRIP_SIZE, UNFOCUSED_MS, type Attention } from './strip-decision.ts';
import { displayFacts, type WindowKeeper } from './window-keeper.ts';

interface StripOptions {
  readonly url: string;
  readonly preload: string;
  readonly keeper: WindowKeeper;
  readonly mode: () => Settings['strip'];
  readonly tell: (strip: BrowserWindow, status: LiveStatus) => void;
}

/** A window that is dragged tells of each pixel. */
const SETTLE_MS = 400;

const canHideFromCapture = process.platform === 'win32' || process.platform === 'darwin';

export class Strip implements Follower {
  readonly #options: StripOptions;
  readonly #main: BrowserWindow;
  #strip: BrowserWindow | undefined;
  #status: LiveStatus | undefined;
  #behindSinceMs: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #moveTimer: NodeJS.Timeout | undefined;
  /** Where it was last put by itself, which is no wish of the person's. */
  #placed: { readonly x: number; readonly y: number } | undefined;

  constructor(main: BrowserWindow, options: StripOptions) {
    this.#main = main;
    this.#options = options;
    main.on('blur', () => this.#turnedAway(Date.now()));
    main.on('focus', () => this.#turnedAway(null));
    for (const event of ['minimize', 'restore', 'show', 'hide'] as const) {
      main.on(event as 'minimize', () => this.decide());
    }
    screen.on('display-added', () => this.decide());
    screen.on('display-removed', () => this.decide());
    screen.on('display-metrics-changed', () => this.decide());
  }

  follow(now: LiveStatus): void {
    this.#status = now;
    // Made while it is not needed yet, so that it is there at once when it is.
    if (isOnAir(now) && this.#options.mode() !== 'never') this.#strip ??= this.#make();
    if (this.#strip !== undefined) this.#options.tell(this.#strip, now);
    this.decide();
  }

  /** Shows or hides it by how things are now. */
  decide(): void {
    clearTimeout(this.#timer);
    const status = this.#status;
    if (status === undefined || this.#main.isDestroyed()) return;
    const attention = this.#attention();
    const wanted = isStripWanted({
      mode: this.#options.mode(),
      air: status.report.air,
      attention,
      nowMs: Date.now(),
    });
    if (wanted) this.#show(status);
    else {
      if (this.#strip?.isVisible()) this.#strip.hide();
      if (attention.name === 'behind') this.#timer = setTimeout(() => this.decide(), UNFOCUSED_MS);
    }
  }

  end(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#moveTimer);
    if (this.#strip !== undefined && !this.#strip.isDestroyed()) this.#strip.destroy();
    this.#strip = undefined;
  }

  #attention(): Attention {
    if (this.#main.isMinimized() || !this.#main.isVisible()) return { name: 'away' };
    return this.#behindSinceMs === null ? { name: 'in-front' } : { name: 'behind', sinceMs: this.#behindSinceMs };
  }

  #turnedAway(sinceMs: number | null): void {
    this.#behindSinceMs = sinceMs;
    this.decide();
  }

  #show({ report }: LiveStatus): void {
    const place = placeStrip({
      displays: displayFacts(),
      canHideFromCapture,
      capturedDisplayId: report.capturedDisplayId,
      kept: this.#options.keeper.strip,
    });
    this.#strip ??= place === null ? undefined : this.#make();
    if (this.#strip === undefined) return;
    if (place === null) {
      this.#strip.hide();
      return;
    }
    const { x, y } = this.#strip.getBounds();
    if (this.#strip.isVisible() && x === place.x && y === place.y) return;
    this.#placed = place;
    this.#strip.setBounds(place);
    // Without taking the keyboard from whatever the presenter is working in.
    this.#strip.showInactive();
  }

  /** Dragged, and let go: it stays there, unless that is in the picture. */
  #moved(strip: BrowserWindow): void {
    if (strip.isDestroyed() || !strip.isVisible()) return;
    const { x, y } = strip.getBounds();
    if (x === this.#placed?.x && y === this.#placed.y) return;
    this.#options.keeper.keepStrip({ x, y });
    this.decide();
  }

  #make(): BrowserWindow {
    const { url, preload } = this.#options;
    const strip = new BrowserWindow(windowOptions(preload));
    guardNavigation(strip.webContents, url);
    strip.setAlwaysOnTop(true, 'screen-saver');
    if (canHideFromCapture) strip.setContentProtection(true);
    if (process.platform !== 'win32') strip.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
    strip.on('move', () => {
      clearTimeout(this.#moveTimer);
      this.#moveTimer = setTimeout(() => this.#moved(strip), SETTLE_MS);
    });
    // Closed by the window manager's own keys: it is only put away.
    strip.on('close', (event) => {
      event.preventDefault();
      strip.hide();
    });
    strip.webContents.on('render-process-gone', () => this.end());
    void strip.loadURL(url);
    return strip;
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
  title: 'Lectern controls',
  show: false,
  frame: false,
  resizable: false,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  skipTaskbar: true,
  alwaysOnTop: true,
} as const;
