/** All that stands around the window while live: told by the page how it is going, it keeps tray, strip and the rest true. */
import { app, powerMonitor, type BrowserWindow } from 'electron';
import {
  offAir,
  type Settings,
  type CloseAnswer,
  type LiveCommand,
  type LiveReport,
  type LiveReturn,
  type LiveStatus,
  type ShortcutReport,
  type StripCommand,
} from '@lectern/bridge';
import { tell, tellStrip } from '../serve-desktop.ts';
import { showAgain } from '../window.ts';
import { afterCrash } from './crash-count.ts';
import type { NotedReturn } from './crash-return.ts';
import { stepLeaving, type Leaving, type LeavingEvent } from './leaving.ts';
import { LiveFile } from './live-file.ts';
import { isOnAir, nextStatus, withoutPage, type Follower } from './live-status.ts';
import { stillPaused } from './notices.ts';
import { Notifier } from './notifications.ts';
import { pressPause } from './pause-key.ts';
import { PowerHold } from './power.ts';
import { GlobalShortcuts } from './shortcuts.ts';
import { Strip } from './strip-window.ts';
import { TrayPlace } from './tray.ts';
import type { WindowKeeper } from './window-keeper.ts';

interface DeskOptions {
  readonly folder: string;
  readonly settings: () => Settings;
  readonly keeper: WindowKeeper;
  readonly identify: () => { readonly service: string; readonly roomId: string };
  readonly strip: { readonly url: string; readonly preload: string };
  /** Told the status after each change: the menu, for one. */
  readonly onStatus: (status: LiveStatus) => void;
  readonly log: (message: string) => void;
}

/** The links say their farewell in less (`DirectFanOut`); then the app may go. */
const FAREWELL_MS = 500;
const OVERDUE_MS = 3_000;

export class LiveDesk {
  readonly #options: DeskOptions;
  readonly #liveFile: LiveFile;
  readonly #followers: Follower[] = [];
  #status: LiveStatus = offAir;
  #window: BrowserWindow | undefined;
  #strip: Strip | undefined;
  #shortcuts: GlobalShortcuts | undefined;
  #notifier: Notifier | undefined;
  #leaving: Leaving = 'here';
  #pauseAskedAtMs: number | null = null;
  /** What the page goes back to; undefined until the note of the last run has been looked for. */
  #return: NotedReturn | null | undefined;
  #crashesMs: readonly number[] = [];
  /** The page has crashed and has not been heard of since. */
  #isPageGone = false;
  #isUnresponsive = false;

  constructor(options: DeskOptions) {
    this.#options = options;
    const { folder, identify, log } = options;
    this.#liveFile = new LiveFile({ folder, identify, log });
  }

  get status(): LiveStatus {
    return this.#status;
  }

  attach(window: BrowserWindow): void {
    const { keeper, settings, strip, log } = this.#options;
    this.#window = window;
    const open = (): void => showAgain(window);
    const command = (wish: LiveCommand): void => this.command(wish);
    this.#strip = new Strip(window, { ...strip, keeper, mode: () => settings().strip, tell: tellStrip });
    this.#notifier = new Notifier({ isInFront: () => window.isFocused(), open });
    this.#shortcuts = new GlobalShortcuts(settings().shortcuts, {
      onPress: (name) => (name === 'pause' ? this.#pressPause() : command('toggle-microphone')),
      onReport: (report) => tell(window, 'shortcutsChanged', report),
    });
    const tray = new TrayPlace({ command, open, quit: () => app.quit() }, log);
    this.#followers.push(this.#liveFile, new PowerHold(), tray, this.#shortcuts, this.#strip, this.#notifier);
    this.#followWindow(window);
    this.#followSystem();
    this.#set(offAir);
  }

  /** From tray, menu, strip or a shortcut: the page does it, and reports that it is done. */
  command(wish: LiveCommand): void {
    if (this.#window === undefined) return;
    if (wish === 'open-settings') showAgain(this.#window);
    tell(this.#window, 'commanded', wish);
  }

  receive(report: LiveReport): void {
    this.#isPageGone = false;
    this.#set(nextStatus(this.#status, report, this.#return?.sinceMs ?? Date.now()));
    if (report.air !== 'off') this.#return = null;
    else if (this.#leaving === 'stopping') setTimeout(() => this.#leave({ name: 'stopped' }), FAREWELL_MS);
  }

  takeReturn(): LiveReturn | null {
    if (this.#return === undefined) this.#return = this.#liveFile.takeReturn(Date.now());
    return this.#return === null ? null : { air: this.#return.air };
  }

  answerClose(answer: CloseAnswer): void {
    this.#leave({ name: 'answered', answer });
  }

  describeShortcuts(): ShortcutReport {
    return this.#shortcuts?.report ?? { pause: 'none', microphone: 'none' };
  }

  press(command: StripCommand): void {
    if (command !== 'show') this.command(command);
    else if (this.#window !== undefined) showAgain(this.#window);
  }

  followSettings({ shortcuts }: Settings): void {
    this.#shortcuts?.change(shortcuts);
    this.#strip?.decide();
  }

  #set(now: LiveStatus): void {
    const before = this.#status;
    this.#status = now;
    for (const follower of this.#followers) follower.follow(now, before);
    this.#options.onStatus(now);
  }

  #pressPause(): void {
    const answer = pressPause(this.#status.report.air, this.#pauseAskedAtMs, Date.now());
    this.#pauseAskedAtMs = answer === 'ask-again' ? Date.now() : null;
    if (answer === 'pause' || answer === 'resume') this.command(answer);
    else if (answer === 'ask-again') this.#notifier?.say(stillPaused);
  }

  #followWindow(window: BrowserWindow): void {
    window.on('close', (event) => this.#handleClose(event));
    window.on('closed', () => {
      this.#strip?.end();
      app.quit();
    });
    window.on('unresponsive', () => (this.#isUnresponsive = true));
    window.on('responsive', () => (this.#isUnresponsive = false));
    for (const event of ['query-session-end', 'session-end'] as const) {
      window.on(event as 'session-end', () => this.#leave({ name: 'system-ends' }));
    }
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason !== 'clean-exit') this.#handleCrash(window, reason);
    });
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      // Loaded anew by itself: what went on in the page before is over.
      if (isMainFrame && !isSameDocument && !this.#isPageGone) this.#set(offAir);
    });
  }

  #followSystem(): void {
    app.on('before-quit', (event) => this.#handleClose(event));
    app.on('will-quit', () => {
      this.#liveFile.remove();
      this.#options.keeper.flush();
    });
    powerMonitor.on('shutdown', () => this.#leave({ name: 'system-ends' }));
    // Whoever started the app ends it: there is nobody to ask.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.#leave({ name: 'system-ends' });
        app.quit();
      });
    }
  }

  #handleClose(event: { preventDefault(): void }): void {
    const mustAsk = isOnAir(this.#status) && !this.#isPageGone && !this.#isUnresponsive;
    this.#leave({ name: 'close-wanted', mustAsk }, event);
  }

  #leave(event: LeavingEvent, closing?: { preventDefault(): void }): void {
    const [next, ...effects] = stepLeaving(this.#leaving, event);
    this.#leaving = next;
    for (const effect of effects) {
      if (effect === 'hold') closing?.preventDefault();
      else if (effect === 'ask') this.#ask();
      else if (effect === 'step-back') this.#stepBack();
      else if (effect === 'quit') app.quit();
      else {
        this.command('stop');
        setTimeout(() => this.#leave({ name: 'overdue' }), OVERDUE_MS);
      }
    }
    // It would hold up the end of the app: it is a window of its own that is only ever put away.
    if (closing !== undefined && !effects.includes('hold')) this.#strip?.end();
  }

  #ask(): void {
    if (this.#window === undefined) return;
    showAgain(this.#window);
    tell(this.#window, 'closeAsked', null);
  }

  /** Not every Linux desktop has a tray: there it is minimised, so that the way back stays in sight. */
  #stepBack(): void {
    if (process.platform === 'linux') this.#window?.minimize();
    else this.#window?.hide();
  }

  #handleCrash(window: BrowserWindow, reason: string): void {
    const { crashesMs, goesBackOnAir, reloadInMs } = afterCrash(this.#crashesMs, Date.now());
    this.#crashesMs = crashesMs;
    this.#options.log(`the window's page is gone (${reason}) and is loaded again`);
    const { report, sinceMs } = this.#status;
    const back: NotedReturn | null =
      report.air === 'off' || !goesBackOnAir
        ? null
        : { air: report.air, sinceMs: sinceMs ?? Date.now(), returnedMs: [] };
    // A page that crashed before it went back on air still has to.
    this.#return = back ?? (goesBackOnAir ? this.#return : null);
    this.#isPageGone = true;
    this.#set(withoutPage(this.#status));
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, reloadInMs);
  }
}
