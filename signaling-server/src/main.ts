/** The entry: reads the configuration, starts, stops when asked to; or does what a word on the command line says. */
import { runCommand } from './admin/command-line.ts';
import { ConfigError, readConfig, redacted, startService } from './server.ts';
import { openLog } from './admin/log.ts';
import { STOP_TIMEOUT_MS } from './policy.ts';

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

const printed = runCommand(process.argv.slice(2), process.env, {
  out: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
});
if (printed === undefined) run().catch(failToStart);
else process.exitCode = printed;

function failToStart(error: unknown): void {
  const why =
    error instanceof ConfigError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
