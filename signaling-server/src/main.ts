/**
 * The entry: reads the configuration, starts the service and stops it on a signal; or runs a
 * command such as `enrol`.
 */
import { runCommand } from './admin/command-line.ts';
import { redacted } from './admin/config.ts';
import { ConfigError } from './admin/config-error.ts';
import { openLog } from './admin/log.ts';
import { readForStart } from './admin/read-for-start.ts';
import { STOP_TIMEOUT_MS } from './policy.ts';

async function run(): Promise<void> {
  const config = readForStart(process.env);
  // Not before: a command, such as the health check twice a minute, does without it.
  const { startService } = await import('./server.ts');
  const log = openLog(config.logLevel);
  log.info({ config: redacted(config) }, 'starting');
  const service = await startService(config);
  log.info({ port: service.port, url: service.url }, 'listening');

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), config.drainS * 1_000 + STOP_TIMEOUT_MS).unref();
    service.leave().then(
      () => {
        if (process.connected) process.disconnect();
        return;
      },
      (error: unknown) => {
        log.error({ err: error }, 'stop failed');
        process.exit(1);
      },
    );
  };
  // The parent process has gone.
  process.once('disconnect', () => stop('SIGTERM'));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Its parent may stop it from now on.
  process.send?.({ listening: { port: service.port, metricsPort: service.metricsPort } });
}

runCommand(process.argv.slice(2), process.env, {
  out: (line) => void process.stdout.write(`${line}\n`),
  error: (line) => void process.stderr.write(`${line}\n`),
})
  .then((exitCode) => {
    if (exitCode === undefined) return run();
    process.exitCode = exitCode;
    return undefined;
  })
  .catch(failToStart);

function failToStart(error: unknown): void {
  const reason =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
