/** Logs what happens to the processes of the app, and what its pages write to their console. */
import { app } from 'electron';
import { loggerFor } from './log-file.ts';
import { reasonOf } from './logger.ts';
import { logConsole } from './page-console.ts';

export function watchApp(version: string): void {
  const log = loggerFor('app');
  const { platform, arch, versions } = process;
  log.info(`Lectern ${version} started on ${platform} ${arch} with Electron ${versions.electron}`);
  app.on('web-contents-created', (_event, contents) => logConsole(contents, loggerFor('page')));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    // `killed`: by the app itself, once the process has answered.
    const isExpected = reason === 'clean-exit' || reason === 'killed';
    log[isExpected ? 'debug' : 'warn'](`the ${type} process is gone: ${reason} (${exitCode})`);
  });
  app.once('quit', () => log.info('the app ends'));
  // Only logged: what follows from either stays as it is.
  process.on('uncaughtExceptionMonitor', (error, origin) => log.error(`${origin}: ${error.stack ?? reasonOf(error)}`));
}
