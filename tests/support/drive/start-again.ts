/** Starts the presenter app a second time for the same profile, as the system does when a link is opened; ends by itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { environmentFor, findElectron, type PresenterAppOptions } from './launch-presenter-app.ts';

const appFolder = resolve(import.meta.dirname, '../../../electron');

export async function startAgain(options: PresenterAppOptions): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(findElectron(), [...asRoot, appFolder, ...(options.words ?? [])], {
    env: environmentFor(options),
    stdio: 'ignore',
  });
  await once(second, 'exit');
}
