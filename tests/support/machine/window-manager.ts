/** Starts a window manager: without one, an X display has no list of windows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from './find-program.ts';

export async function startWindowManager(): Promise<() => Promise<void>> {
  const child = spawn(findProgram('openbox'), ['--sm-disable'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return async () => {
    // It ends by itself if another one is running, as on a developer's desktop.
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
}
