/** With which programs was measured. */
import { execFile } from 'node:child_process';
import { release } from 'node:os';
import { promisify } from 'node:util';
import { findProgram } from '../../support/machine/find-program.ts';
import type { RecoveryStage } from '../../support/measure/recover/recovery-stage.ts';

const run = promisify(execFile);

export async function versionsOf({ presenter, audience }: RecoveryStage): Promise<readonly string[]> {
  const { stdout } = await run(findProgram('coturn'), ['--version']);
  return [
    `presenter in ${presenter.version}`,
    `watchers in ${audience.version}`,
    `coturn ${/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? ''}`,
    `Node ${process.versions.node}`,
    `Linux ${release()}`,
  ];
}
