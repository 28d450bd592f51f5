/** The settings for the page, and what happens there after a change. */
import type { BrowserWindow } from 'electron';
import type { FeatureFor } from '../bridge/feature.ts';
import { send } from '../bridge/serve-desktop.ts';
import type { SettingsFile } from './settings-file.ts';
import { refuseMoveWhileLive } from './while-live.ts';

interface SettingsOptions {
  readonly window: BrowserWindow;
  readonly settings: SettingsFile;
  readonly serviceOrigin: () => string;
  readonly isOnAir: () => boolean;
}

export function serveSettings(options: SettingsOptions): FeatureFor<'readSettings' | 'updateSettings'> {
  const { settings, isOnAir } = options;
  watchSettings(options);
  return {
    handlers: {
      readSettings: () => settings.current,
      updateSettings: (change) => {
        refuseMoveWhileLive(isOnAir(), settings.current, change);
        return settings.update(change);
      },
    },
  };
}

/**
 * A page keeps the content policy that it was loaded with, so another service loads it again. So
 * does another room.
 */
function watchSettings({ window, settings, serviceOrigin }: SettingsOptions): void {
  const place = (): string => `${serviceOrigin()} ${settings.current.currentRoom ?? ''}`;
  let loadedFor = place();
  settings.subscribe((current) => {
    send(window, 'settingsChanged', current);
    if (place() === loadedFor) return;
    loadedFor = place();
    // After the reply to the call that made the change.
    setImmediate(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    });
  });
}
