/** What may stand behind `npm start --`, and which environment variables it heeds. */
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly presenter: 'desktop' | 'browser';
  /** Wanted; another free one is taken where it is in use. */
  readonly servicePort: number;
  /** Fixed as far as possible: a browser keeps the room's key by address and port. */
  readonly presenterPort: number;
  readonly openBrowser: boolean;
}

const DEFAULT_SERVICE_PORT = 8420;
const DEFAULT_PRESENTER_PORT = 8421;

export const startHelp = `npm start                  starts the service and opens the presenter app
npm start -- --browser     presents from the browser instead of the app
npm start -- --no-open     with --browser: only prints the address

LECTERN_PORT               where watchers come in (${DEFAULT_SERVICE_PORT})
LECTERN_PRESENTER_PORT     the presenter's page in the browser (${DEFAULT_PRESENTER_PORT})`;

/** Throws an `Error` whose message is one sentence to be shown; `help` asks for the text above. */
export function readStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      browser: { type: 'boolean', default: false },
      open: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowNegative: true,
  });
  if (values.help) return 'help';
  return {
    presenter: values.browser ? 'browser' : 'desktop',
    servicePort: readPort(env, 'LECTERN_PORT', DEFAULT_SERVICE_PORT),
    presenterPort: readPort(env, 'LECTERN_PRESENTER_PORT', DEFAULT_PRESENTER_PORT),
    openBrowser: values.open,
  };
}

function readPort(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} is “${text}”; it needs a number from 0 to 65535.`);
  }
  return port;
}
