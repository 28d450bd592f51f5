/**
 * Where the next version comes from: electron-updater, behind the few calls that `Updates` needs.
 */
import { app } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AppUpdater, CancellationToken } from 'electron-updater';
import type { Logger } from '../log/logger.ts';
import { trackTransfers, type Transfers } from './track-transfers.ts';

export interface UpdateSource {
  /** The newer version, or undefined where there is none. */
  check(): Promise<string | undefined>;
  /** Resolves once the version that was found is on the disk and its checksum has been verified. */
  download(): Promise<void>;
  cancelDownload(): void;
  /** Ends the app, replaces it by the new version and starts that. */
  install(): void;
  /** Whether a downloaded version is installed when the app quits. */
  installWhenQuit(allowed: boolean): void;
  onFailure(listener: (reason: string) => void): void;
}

interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly resourcesFolder: string;
}

/**
 * Only an installed app that was built with the address of an update feed. On Linux only the
 * AppImage: a package manager updates what it has installed.
 */
function canUpdate({ isPackaged, platform, env, resourcesFolder }: Installation): boolean {
  if (!isPackaged || !existsSync(join(resourcesFolder, 'app-update.yml'))) return false;
  return platform !== 'linux' || Boolean(env['APPIMAGE']);
}

/**
 * electron-updater is half of the main process' code, so it is loaded with the first check and not
 * with the app.
 */
function openUpdater(log: Logger): UpdateSource {
  let updater: AppUpdater | undefined;
  let mayInstallWhenQuit = true;
  let cancellation: CancellationToken | undefined;
  let transfers: Transfers | undefined;
  let onFailure = (_reason: string): void => {};
  const load = async (): Promise<AppUpdater> => {
    if (updater !== undefined) return updater;
    const { autoUpdater } = await import('electron-updater');
    autoUpdater.logger = {
      debug: (line) => log.debug(line),
      info: (line) => log.debug(String(line)),
      warn: (line) => log.warn(String(line)),
      error: (line) => log.warn(String(line)),
    };
    autoUpdater.autoDownload = false;
    autoUpdater.allowDowngrade = false;
    autoUpdater.disableWebInstaller = true;
    autoUpdater.autoInstallOnAppQuit = mayInstallWhenQuit;
    transfers = await trackTransfers();
    autoUpdater.on('error', (error) => onFailure(error.message));
    updater = autoUpdater;
    return autoUpdater;
  };
  return {
    check: async () => {
      const result = await (await load()).checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : undefined;
    },
    download: async () => {
      const { CancellationToken: Token } = await import('electron-updater');
      cancellation = new Token();
      await (await load()).downloadUpdate(cancellation);
    },
    cancelDownload: () => {
      cancellation?.cancel();
      transfers?.abortAll();
    },
    // Silent, and the app starts again. Nothing is downloaded before the updater is loaded.
    install: () => updater?.quitAndInstall(true, true),
    installWhenQuit: (allowed) => {
      mayInstallWhenQuit = allowed;
      if (updater !== undefined) updater.autoInstallOnAppQuit = allowed;
    },
    onFailure: (listener) => {
      onFailure = listener;
    },
  };
}

/** Undefined where this app cannot update itself. */
export function openUpdateSource(log: Logger): UpdateSource | undefined {
  const { platform, env, resourcesPath: resourcesFolder } = process;
  const canRun = canUpdate({ isPackaged: app.isPackaged, platform, env, resourcesFolder });
  if (!canRun) log.info('this app does not update itself');
  return canRun ? openUpdater(log) : undefined;
}
