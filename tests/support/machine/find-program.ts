/** The path of a program that a test needs. Throws if it is not installed. */
import { systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';

export function findProgram(program: SystemProgram): string {
  const { find, get } = systemPrograms[program];
  const path = find();
  if (path === undefined) throw new Error(`${program} is not on this machine (${get})`);
  return path;
}
