/** Runs a command with a display: the one that is there, else a virtual one. */
import { hasDisplay } from './display.ts';
import { systemPrograms } from './system-programs.ts';

type CommandLine = readonly [program: string, ...args: string[]];

/** The command line itself, or the same command inside `xvfb-run` if it is needed and installed. */
export function withDisplay(command: CommandLine): CommandLine {
  const xvfb = hasDisplay() ? undefined : systemPrograms.xvfb.find();
  return xvfb === undefined ? command : [xvfb, '-a', ...command];
}
