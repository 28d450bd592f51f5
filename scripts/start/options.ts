/** The options of `npm start --` and the environment variables that it reads. */
import { parseArgs } from 'node:util';
import { withoutInjected } from '../../signaling-server/src/admin/injected-variables.ts';

export interface StartOptions {
  readonly presenter: 'desktop' | 'browser';
  /** A free one is used instead if it is taken. */
  readonly servicePort: number;
  /**
   * The same at every start if possible: a browser stores the room's key under address and port.
   */
  readonly presenterPort: number;
  readonly openBrowser: boolean;
}

const DEFAULT_SERVICE_PORT = 8420;
const DEFAULT_PRESENTER_PORT = 8421;

export const startHelp = `npm start                  starts the service and opens the presenter app
npm start -- --browser     presents from the browser instead of the app
npm start -- --no-open     with --browser: prints the address and opens nothing

LECTERN_PORT               the port for watchers (${DEFAULT_SERVICE_PORT})
LECTERN_PRESENTER_PORT     the port of the presenter's page (${DEFAULT_PRESENTER_PORT})`;

/** Throws an `Error` whose message can be shown. `help`: the text above was asked for. */
export function readStartOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions | 'help' {
  const env = withoutInjected(environment);
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

function readPort(env: Readonly<Record<string, string | undefined>>, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} is “${text}”; it must be a whole number from 0 to 65535.`);
  }
  return port;
}
