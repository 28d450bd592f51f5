/** The entry: reads the configuration, starts, stops when asked to. */
import { ConfigError, readConfig, redacted, startService } from './server.ts';
import { openLog } from './log.ts';

/** A stop that takes longer than this is cut short. */
const STOP_TIMEOUT_MS = 5_000;

async function run(): Promise<void> {
  const config = readConfig(process.env);
  const log = openLog(config.logLevel);
  log.info({ config: redacted(config) }, 'starting');
  const service = await startService(config);
  log.info({ port: service.port, url: service.url }, 'listening');
  process.send?.({ listening: { port: service.port } });

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    service.close().then(
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
  // Whoever started this process has gone without a word.
  process.once('disconnect', () => stop('SIGTERM'));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

run().catch((error: unknown) => {
  const why =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${why}\n`);
  process.exit(1);
});
