/** Whether there is a screen to open windows on, and a virtual one where there is none. */
import { systemPrograms } from './system-programs.ts';

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

type CommandLine = readonly [program: string, ...args: string[]];

/** The command line itself where there is a display, else the same command inside `xvfb-run`. */
export function withDisplay(command: CommandLine): CommandLine {
  const xvfb = hasDisplay() ? undefined : systemPrograms.xvfb.find();
  return xvfb === undefined ? command : [xvfb, '-a', ...command];
}
