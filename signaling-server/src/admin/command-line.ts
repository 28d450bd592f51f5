/** What else the service's program does when asked by a word: `node server.js enrol`. */
import { ConfigError } from './config-error.ts';
import { enrol, enrolHelp } from './enrol.ts';

interface Printer {
  readonly out: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** The exit code, or undefined where the words ask for nothing: then the service is to start. */
export function runCommand(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { out, complain }: Printer,
): number | undefined {
  const [command, ...args] = words;
  if (command === undefined) return undefined;
  if (command !== 'enrol') {
    complain(
      `There is no command “${command}”. Without a command the service starts; “enrol” prints a link for presenters.`,
    );
    return 2;
  }
  if (args.includes('--help')) {
    out(enrolHelp);
    return 0;
  }
  try {
    for (const link of enrol(args, env)) out(link);
    return 0;
  } catch (error) {
    complain(error instanceof ConfigError || error instanceof TypeError ? error.message : String(error));
    return 1;
  }
}
