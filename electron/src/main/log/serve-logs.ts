/** Shows the person the folder with the log files. */
import { app, shell } from 'electron';
import type { FeatureFor } from '../bridge/feature.ts';
import { reasonOf, type Logger } from './logger.ts';

interface Logs extends FeatureFor<'showLogFiles'> {
  /** For menu and tray. */
  readonly show: () => void;
}

export function serveLogs(log: Logger): Logs {
  const open = async (): Promise<void> => {
    // Resolves with the reason where it fails.
    const failure = await shell.openPath(app.getPath('logs'));
    if (failure !== '') log.warn(`could not open the log folder: ${failure}`);
  };
  return {
    handlers: { showLogFiles: open },
    show: () => {
      open().catch((error: unknown) => log.warn(`could not open the log folder: ${reasonOf(error)}`));
    },
  };
}
