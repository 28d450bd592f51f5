/**
 * The global shortcuts. They are registered only while live: off air, the keys belong to other
 * programs.
 */
import { app, globalShortcut, type BrowserWindow } from 'electron';
import type { LiveReport, LiveStatus, Settings, ShortcutReport, ShortcutState } from '@lectern/bridge';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { isOnAir } from './live-status.ts';
import { stillPaused } from './notices.ts';
import type { Notifier } from './notifier.ts';
import { actionOfPauseShortcut } from './pause-shortcut.ts';
import { sendCommand } from './window.ts';

/** Under Wayland a portal registers shortcuts, and may ask the person each time. */
const isWayland = process.platform === 'linux' && process.env['XDG_SESSION_TYPE'] === 'wayland';

const PORTAL = 'GlobalShortcutsPortal';

/**
 * Call it before Electron is ready: Chromium uses the portal only with this switch. Older versions
 * ignore the name.
 */
export function enableShortcutPortal(): void {
  if (!isWayland) return;
  const given = app.commandLine.getSwitchValue('enable-features');
  app.commandLine.appendSwitch('enable-features', given === '' ? PORTAL : `${given},${PORTAL}`);
}

type ShortcutName = keyof Settings['shortcuts'];

interface ShortcutOptions {
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly notifier: Notifier;
  readonly log: Logger;
}

type ShortcutFeature = FeatureFor<'describeShortcuts'>;

export class GlobalShortcuts implements ShortcutFeature {
  readonly #options: ShortcutOptions;
  #wanted: Settings['shortcuts'];
  #air: LiveReport['air'] = 'off';
  #report: ShortcutReport = { pause: 'none', microphone: 'none' };
  /** When the pause shortcut was last pressed in order to resume. */
  #askedAtMs: number | null = null;

  constructor(options: ShortcutOptions) {
    this.#options = options;
    this.#wanted = options.settings.current.shortcuts;
    this.#register();
    options.settings.subscribe(({ shortcuts }) => this.#change(shortcuts));
  }

  readonly handlers: ShortcutFeature['handlers'] = { describeShortcuts: () => this.#report };

  readonly onLive = (now: LiveStatus, before: LiveStatus): void => {
    this.#air = now.report.air;
    if (isOnAir(now) !== isOnAir(before)) this.#register();
  };

  #change(wanted: Settings['shortcuts']): void {
    if (wanted.pause === this.#wanted.pause && wanted.microphone === this.#wanted.microphone) return;
    this.#wanted = wanted;
    this.#register();
  }

  /**
   * Only registering shows whether a combination is free, so it is done off air, too, and undone at
   * once.
   */
  #register(): void {
    globalShortcut.unregisterAll();
    const isLive = this.#air !== 'off';
    if (isWayland && !isLive) return;
    const { pause, microphone } = this.#wanted;
    const report: ShortcutReport = {
      pause: this.#registerOne('pause', pause),
      microphone: this.#registerOne('microphone', microphone),
    };
    if (!isLive) globalShortcut.unregisterAll();
    if (report.pause === this.#report.pause && report.microphone === this.#report.microphone) return;
    this.#report = report;
    this.#options.log.debug(`shortcuts: pause ${report.pause}, microphone ${report.microphone}`);
    send(this.#options.window, 'shortcutsChanged', report);
  }

  #registerOne(name: ShortcutName, accelerator: string | null): ShortcutState {
    if (accelerator === null) return 'none';
    try {
      if (globalShortcut.isRegistered(accelerator)) return 'taken';
      return globalShortcut.register(accelerator, () => this.#press(name)) ? 'free' : 'taken';
    } catch (error) {
      this.#options.log.debug(`Electron does not know the shortcut ${accelerator}: ${reasonOf(error)}`);
      return 'unreadable';
    }
  }

  #press(name: ShortcutName): void {
    const { window, notifier } = this.#options;
    if (name === 'microphone') {
      sendCommand(window, 'toggle-microphone');
      return;
    }
    const action = actionOfPauseShortcut(this.#air, this.#askedAtMs, performance.now());
    this.#askedAtMs = action === 'ask-again' ? performance.now() : null;
    if (action === 'pause' || action === 'resume') sendCommand(window, action);
    else if (action === 'ask-again') notifier.show(stillPaused);
  }
}
