/** What a command of the service's program is: `server.js enrol`, `server.js doctor`, … */

export type Environment = Readonly<Record<string, string | undefined>>;

/** A command that could not be carried out. The admin reads its message. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export interface Output {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

export interface Command {
  /** One line for the list of commands: what it does. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * Returns the exit code. May throw `ConfigError`, `CommandError`, or `TypeError` for wrong
   * arguments: their text is printed, and the exit code is 1.
   */
  readonly run: (args: readonly string[], env: Environment, output: Output) => number | Promise<number>;
}
