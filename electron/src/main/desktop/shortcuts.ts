/** The global shortcuts, held only while live: off air, the combinations are the other programs' own. */
import { app, globalShortcut } from 'electron';
import type { Settings, LiveStatus, ShortcutReport, ShortcutState } from '@lectern/bridge';
import { isOnAir, type Follower } from './live-status.ts';

/** Under Wayland a portal holds the shortcuts, and may ask the person each time one is taken. */
const isWayland = process.platform === 'linux' && process.env['XDG_SESSION_TYPE'] === 'wayland';

const PORTAL = 'GlobalShortcutsPortal';

/** To be called before Electron is ready: Chromium uses the portal only when told to. Older versions pass the name over. */
export function preferShortcutPortal(): void {
  if (!isWayland) return;
  const given = app.commandLine.getSwitchValue('enable-features');
  app.commandLine.appendSwitch('enable-features', given === '' ? PORTAL : `${given},${PORTAL}`);
}

type ShortcutName = keyof Settings['shortcuts'];

interface ShortcutOptions {
  readonly onPress: (name: ShortcutName) => void;
  readonly onReport: (report: ShortcutReport) => void;
}

export class GlobalShortcuts implements Follower {
  readonly #options: ShortcutOptions;
  #wanted: Settings['shortcuts'];
  #isHeld = false;
  #report: ShortcutReport = { pause: 'none', microphone: 'none' };

  constructor(wanted: Settings['shortcuts'], options: ShortcutOptions) {
    this.#wanted = wanted;
    this.#options = options;
    this.#hold();
  }

  get report(): ShortcutReport {
    return this.#report;
  }

  follow(now: LiveStatus): void {
    if (isOnAir(now) === this.#isHeld) return;
    this.#isHeld = isOnAir(now);
    this.#hold();
  }

  change(wanted: Settings['shortcuts']): void {
    if (wanted.pause === this.#wanted.pause && wanted.microphone === this.#wanted.microphone) return;
    this.#wanted = wanted;
    this.#hold();
  }

  /** Takes the combinations, which is the only way to learn whether they are free, and lets them go where they are not needed. */
  #hold(): void {
    if (isWayland && !this.#isHeld) {
      globalShortcut.unregisterAll();
      return;
    }
    globalShortcut.unregisterAll();
    const { pause, microphone } = this.#wanted;
    const report: ShortcutReport = {
      pause: this.#take('pause', pause),
      microphone: this.#take('microphone', microphone),
    };
    if (!this.#isHeld) globalShortcut.unregisterAll();
    if (report.pause === this.#report.pause && report.microphone === this.#report.microphone) return;
    this.#report = report;
    this.#options.onReport(report);
  }

  #take(name: ShortcutName, accelerator: string | null): ShortcutState {
    if (accelerator === null) return 'none';
    try {
      if (globalShortcut.isRegistered(accelerator)) return 'taken';
      return globalShortcut.register(accelerator, () => this.#options.onPress(name)) ? 'free' : 'taken';
    } catch {
      return 'unreadable'; // Not a combination of keys that Electron knows.
    }
  }
}
