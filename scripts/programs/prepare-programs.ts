/** Gets the programs of the table that can be fetched, and says which of the rest are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from './display.ts';
import { findOrDownloadElectron } from './electron.ts';
import { runProgram } from './run-program.ts';
import { isProgramName, systemPrograms, type SystemProgram } from './system-programs.ts';

const root = join(import.meta.dirname, '../..');
const BROWSER_TIMEOUT_MS = 240_000;
/** Where machines that cannot reach Electron's release host may keep another way to it, beside the clone. */
const electronInstaller = join(root, '../shared/tools/electron-runtime/install');

export async function preparePrograms(say: (line: string) => void): Promise<readonly SystemProgram[]> {
  await fetchElectron(say);
  if (systemPrograms.chromium.find() === undefined) {
    say('Fetching a browser for the tests, about 150 MB, only this once…');
    const playwright = join(root, 'node_modules/@playwright/test/cli.js');
    await runProgram(process.execPath, [playwright, 'install', 'chromium'], {
      output: 'keep',
      timeoutMs: BROWSER_TIMEOUT_MS,
    });
  }
  const missing = Object.keys(systemPrograms)
    .filter(isProgramName)
    .filter((name) => systemPrograms[name].find() === undefined && isNeeded(name));
  for (const name of missing) {
    const { use, get } = systemPrograms[name];
    say(`Missing: ${name}, for ${use} (${get}).`);
  }
  return missing;
}

/** Network tests and virtual displays are Linux's. */
function isNeeded(name: SystemProgram): boolean {
  if (name === 'xvfb') return !hasDisplay();
  return process.platform === 'linux' || !['ip', 'nft'].includes(name);
}

async function fetchElectron(say: (line: string) => void): Promise<void> {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] || systemPrograms.electron.find() !== undefined) return;
  if (existsSync(electronInstaller)) {
    say('Fetching Electron by the installer beside this folder…');
    const result = spawnSync(electronInstaller, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    if (result.status === 0) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = result.stdout.trim();
  }
  await findOrDownloadElectron(say);
}
