/** The commands of the service's program besides starting: `node server.js enrol`. */
import { ConfigError } from './config-error.ts';
import { enrol, enrolHelp } from './enrol.ts';

interface Output {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

/** Returns the exit code, or undefined without a command: then the service starts. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { out, error: printError }: Output,
): number | undefined {
  const [command, ...rest] = args;
  if (command === undefined) return undefined;
  if (command !== 'enrol') {
    printError(
      `There is no command “${command}”. Without a command the service starts; “enrol” prints an enrolment link.`,
    );
    return 2;
  }
  if (rest.includes('--help')) {
    out(enrolHelp);
    return 0;
  }
  try {
    for (const link of enrol(rest, env)) out(link);
    return 0;
  } catch (error) {
    printError(error instanceof ConfigError || error instanceof TypeError ? error.message : String(error));
    return 1;
  }
}
