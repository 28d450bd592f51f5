/** An X display of any size, beside the one that the tests run on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findInPath } from '../../../scripts/programs/find-file.ts';
import type { Environment } from './program-window.ts';

export interface XDisplay {
  /** Variables with which a program opens its windows there. */
  readonly environment: Environment;
  readonly close: () => Promise<void>;
}

export async function startXDisplay(width: number, height: number): Promise<XDisplay> {
  const program = findInPath('Xvfb');
  if (program === undefined) throw new Error('Xvfb is not installed');
  const server = spawn(
    program,
    // It writes the number of the first free display to this descriptor.
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const [, , , output] = server.stdio;
  if (!output) throw new Error('Xvfb was started without its fourth descriptor');
  const [number]: unknown[] = await Promise.race([once(output, 'data'), once(server, 'exit')]);
  if (!Buffer.isBuffer(number)) throw new Error('Xvfb has ended');
  return {
    environment: { DISPLAY: `:${number.toString().trim()}` },
    close: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}
