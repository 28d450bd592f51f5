/**
 * What shows or changes the live status outside the page: tray, menu, control strip, shortcuts,
 * notifications.
 */
import { app, type BrowserWindow } from 'electron';
import type { FeatureFor } from '../bridge/feature.ts';
import { loggerFor } from '../log/log-file.ts';
import type { SettingsFile } from '../settings/settings-file.ts';
import { Leaving } from './leaving.ts';
import type { LiveTracker } from './live-tracker.ts';
import { AppMenu } from './menu.ts';
import { Notifier } from './notifier.ts';
import { PowerHold } from './power-hold.ts';
import { GlobalShortcuts } from './shortcuts.ts';
import { Strip } from './strip.ts';
import { TrayIcon } from './tray.ts';
import type { WindowPlacements } from './window-placement.ts';

interface ControlsOptions {
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly live: LiveTracker;
  readonly placements: WindowPlacements;
  readonly strip: { readonly url: string; readonly preload: string };
  readonly showLogs: () => void;
}

export function serveControls(options: ControlsOptions): FeatureFor<'answerClose' | 'describeShortcuts'> {
  const { window, settings, live, placements, strip, showLogs } = options;
  const log = loggerFor('desktop');
  const notifier = new Notifier(window);
  const leaving = new Leaving({ window, mustAsk: () => live.mustAskBeforeClose, log });
  const shortcuts = new GlobalShortcuts({ window, settings, notifier, log });
  const others = [
    new PowerHold(),
    new TrayIcon({ window, showLogs, log }),
    new AppMenu({ window, showLogs }),
    // After `leaving`: it closes only where the app really quits.
    new Strip({ main: window, ...strip, placements, settings, status: () => live.status, log }),
    notifier,
  ];
  placements.watchMain(window);
  app.on('will-quit', () => placements.flush());
  return {
    handlers: { ...leaving.handlers, ...shortcuts.handlers },
    onLive: (now, before) => {
      leaving.onLive(now);
      shortcuts.onLive(now, before);
      for (const other of others) other.onLive(now, before);
    },
  };
}
