/** The commands of the service's program besides starting: `node server.js enrol`. */
import { ConfigError } from './config-error.ts';
import { CommandError, type Command, type Environment, type Output } from './command.ts';
import { keysCommand } from './control/keys-command.ts';
import { endCommand, roomsCommand } from './control/rooms-commands.ts';
import { doctorCommand } from './doctor/doctor.ts';
import { rotateCommand } from './control/rotate-command.ts';
import { subjectsCommand } from './control/subjects-command.ts';
import { enrolCommand } from './enrol.ts';
import { healthCommand } from './health-command.ts';
import { initCommand } from './init.ts';

const commands = new Map<string, Command>([
  ['enrol', enrolCommand],
  ['init', initCommand],
  ['doctor', doctorCommand],
  ['health', healthCommand],
  ['keys', keysCommand],
  ['subjects', subjectsCommand],
  ['rooms', roomsCommand],
  ['end', endCommand],
  ['rotate', rotateCommand],
]);

/** Resolves to the exit code, or to undefined without a command: then the service starts. */
export async function runCommand(
  args: readonly string[],
  env: Environment,
  output: Output,
): Promise<number | undefined> {
  const [name, ...rest] = args;
  if (name === undefined) return undefined;
  if (name === '--help' || name === 'help') {
    output.out(listOfCommands());
    return 0;
  }
  const command = commands.get(name);
  if (command === undefined) {
    output.error(`There is no command “${name}”.\n${listOfCommands()}`);
    return 2;
  }
  if (rest.includes('--help')) {
    output.out(command.help);
    return 0;
  }
  try {
    return await command.run(rest, env, output);
  } catch (error) {
    const isForAdmin = error instanceof ConfigError || error instanceof CommandError || error instanceof TypeError;
    output.error(isForAdmin ? error.message : String(error));
    return 1;
  }
}

function listOfCommands(): string {
  const rows = [...commands].map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return ['Without a command the service starts. The commands, each with a --help of its own:', ...rows].join('\n');
}
