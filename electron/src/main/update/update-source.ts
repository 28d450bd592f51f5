/** Where a next version could come from: electron-updater, behind the few words that `Updates` needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { autoUpdater, CancellationToken } from 'electron-updater';

export interface UpdateSource {
  /** The version that is newer than this one, or undefined. */
  look(): Promise<string | undefined>;
  /** Settles once the version that was found is on the disk and its checksum is right. */
  fetch(): Promise<void>;
  cancelFetch(): void;
  /** Ends the app, puts the new version in place and starts it. */
  install(): void;
  /** Whether a version that has been fetched is put in place when the app is quit. */
  installWhenQuit(allowed: boolean): void;
  onFailure(listener: (why: string) => void): void;
}

interface Surroundings {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly resourcesFolder: string;
}

/**
 * Only an installed app that was built with an address to look at. On Linux that is the AppImage: what a package manager has
 * installed is the package manager's to renew.
 */
export function canUpdate({ isPackaged, platform, env, resourcesFolder }: Surroundings): boolean {
  if (!isPackaged || !existsSync(join(resourcesFolder, 'app-update.yml'))) return false;
  return platform !== 'linux' || Boolean(env['APPIMAGE']);
}

export function openUpdateSource(log: (message: string) => void): UpdateSource {
  const tell = (message: unknown): void => log(`update: ${String(message)}`);
  autoUpdater.logger = { info: () => {}, warn: tell, error: tell };
  autoUpdater.autoDownload = false;
  autoUpdater.allowDowngrade = false;
  autoUpdater.disableWebInstaller = true;
  let cancellation = new CancellationToken();
  return {
    look: async () => {
      const result = await autoUpdater.checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : undefined;
    },
    fetch: async () => {
      cancellation = new CancellationToken();
      await autoUpdater.downloadUpdate(cancellation);
    },
    cancelFetch: () => cancellation.cancel(),
    // Without a window of its own, and with the app started again.
    install: () => autoUpdater.quitAndInstall(true, true),
    installWhenQuit: (allowed) => {
      autoUpdater.autoInstallOnAppQuit = allowed;
    },
    onFailure: (listener) => {
      autoUpdater.on('error', (error) => listener(error.message));
    },
  };
}
