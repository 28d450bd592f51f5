/** The path of a program that a test cannot do without. */
import { howToGet, systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';

/** Throws if the program is missing. */
export function findProgram(program: SystemProgram): string {
  const path = systemPrograms[program].find();
  if (path === undefined) throw new Error(`${program} is not installed (${howToGet(program)})`);
  return path;
}
