/** Where a next version could come from: electron-updater, behind the few words that `Updates` needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { noteTransfers } from './end-transfers.ts';
import type { AppUpdater, CancellationToken } from 'electron-updater';

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

/** electron-updater is half of the main process' code: it is loaded with the first look, not with the app. */
export function openUpdateSource(log: (message: string) => void): UpdateSource {
  let updater: AppUpdater | undefined;
  let mayInstallWhenQuit = true;
  let cancellation: CancellationToken | undefined;
  let transfers: Awaited<ReturnType<typeof noteTransfers>> | undefined;
  let tellFailure = (_why: string): void => {};
  const load = async (): Promise<AppUpdater> => {
    if (updater !== undefined) return updater;
    const { autoUpdater } = await import('electron-updater');
    const tell = (message: unknown): void => log(`update: ${String(message)}`);
    autoUpdater.logger = { info: () => {}, warn: tell, error: tell };
    autoUpdater.autoDownload = false;
    autoUpdater.allowDowngrade = false;
    autoUpdater.disableWebInstaller = true;
    autoUpdater.autoInstallOnAppQuit = mayInstallWhenQuit;
    transfers = await noteTransfers();
    autoUpdater.on('error', (error) => tellFailure(error.message));
    updater = autoUpdater;
    return autoUpdater;
  };
  return {
    look: async () => {
      const result = await (await load()).checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : undefined;
    },
    fetch: async () => {
      const { CancellationToken: Token } = await import('electron-updater');
      cancellation = new Token();
      await (await load()).downloadUpdate(cancellation);
    },
    cancelFetch: () => {
      cancellation?.cancel();
      transfers?.endAll();
    },
    // Without a window of its own, and with the app started again. Nothing has been fetched before it was loaded.
    install: () => updater?.quitAndInstall(true, true),
    installWhenQuit: (allowed) => {
      mayInstallWhenQuit = allowed;
      if (updater !== undefined) updater.autoInstallOnAppQuit = allowed;
    },
    onFailure: (listener) => {
      tellFailure = listener;
    },
  };
}
