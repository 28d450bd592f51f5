/** Runs a command of the service's program in a process of its own, as an admin does. */
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../../signaling-server/src/main.ts');

export interface CommandOutcome {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** `env`: only these settings; none of this process’s. */
export function runServiceCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandOutcome> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [program, ...args],
      { env: { PATH: process.env['PATH'], ...env } },
      (error, out, errors) => done({ code: error === null ? 0 : Number(error.code), out, errors }),
    );
  });
}
