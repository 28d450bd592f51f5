/** `health`: whether the service on this machine answers. The container's health check runs it. */
import { parseArgs } from 'node:util';
import { ownUrl } from '../own-url.ts';
import { HEALTH_TIMEOUT_MS } from '../policy.ts';
import type { Command } from './command.ts';
import { ConfigError } from './config-error.ts';
import { readConfig, type Config } from './config.ts';

const help = `Says whether the service that runs on this machine, or in this container, answers.
The exit code is 0 if it does, and 1 if it does not. Needs the same settings as the service.`;

function healthUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  if (port === 0) throw new ConfigError(['LECTERN_PORT: with 0 the port is not known; set a port']);
  return `${ownUrl(host, port)}/healthz`;
}

export const healthCommand: Command = {
  summary: 'says whether the service on this machine answers',
  help,
  async run(args, env, { out, error }) {
    parseArgs({ args: [...args], options: {} });
    const url = healthUrl(readConfig(env));
    try {
      const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
      if (ok) out('The service answers.');
      else error(`The service answers with status ${String(status)}.`);
      return ok ? 0 : 1;
    } catch (cause) {
      error(`The service does not answer at ${url} (${reasonOf(cause)}).`);
      return 1;
    }
  },
};

/** A refused connection is the cause of fetch’s own error. */
function reasonOf(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  if (cause instanceof Error) return cause.message;
  return error instanceof Error ? error.message : String(error);
}
