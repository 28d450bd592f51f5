/** A command line that has a display: as it is where there is one, else with a virtual display around it. */
import { hasDisplay } from './electron-runtime.ts';
import { systemPrograms } from './system-programs.ts';

type CommandLine = readonly [program: string, ...args: string[]];

export function underDisplay(command: CommandLine): CommandLine {
  const xvfb = hasDisplay() ? undefined : systemPrograms.xvfb.find();
  return xvfb === undefined ? command : [xvfb, '-a', ...command];
}
