/** Starts a window manager: without one, an X display has no list of windows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findProgram } from './find-program.ts';
import type { Environment } from './program-window.ts';

/** `environment`: its display, unless it is the one that the tests run on. */
export async function startWindowManager(environment: Environment = {}): Promise<() => Promise<void>> {
  const child = spawn(findProgram('openbox'), ['--sm-disable'], {
    stdio: 'ignore',
    env: { ...process.env, ...environment },
  });
  await once(child, 'spawn');
  return async () => {
    // It ends by itself if another one is running, as on a developer's desktop.
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
}
