/** Downloads and installs the programs of the table as far as possible, and names those that are still missing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron, findOrDownloadElectron } from './electron.ts';
import { forgetLoadable } from './find-file.ts';
import { runProgram } from './run-program.ts';
import { installPackages } from './system-packages.ts';
import { missingPrograms, systemPrograms, type SystemProgram } from './system-programs.ts';

const root = join(import.meta.dirname, '../..');
const BROWSER_TIMEOUT_MS = 240_000;
/** A program beside the clone that brings Electron to machines which cannot reach its release host. */
const electronInstaller = join(root, '../shared/tools/electron-runtime/install');
/** The same for coturn and Janus, where packages of the distribution may be installed. */
const mediaServerInstaller = join(root, '../shared/tools/media-servers/install');

interface PrepareOptions {
  readonly print: (line: string) => void;
  /** Whether system packages may be installed. Downloads into the user's own folders always are. */
  readonly mayInstall: boolean;
}

/** Returns the programs that are still missing in the end, after printing their names in one line. */
export async function preparePrograms({ print, mayInstall }: PrepareOptions): Promise<readonly SystemProgram[]> {
  await downloadElectron(print);
  if (mayInstall) {
    // Libraries for an Electron that could not be downloaded would be of no use.
    const wanted = missingPrograms().filter((name) => name !== 'electron' || findElectron() !== undefined);
    if (wanted.length > 0)
      await installPackages(
        wanted.map((name) => systemPrograms[name].packages),
        print,
      );
    forgetLoadable();
    installMediaServers(print);
  }
  await downloadChromium(print);
  const missing = missingPrograms();
  if (missing.length > 0) print(`Not on this machine: ${missing.join(', ')}.`);
  return missing;
}

async function downloadElectron(print: (line: string) => void): Promise<void> {
  if (process.env['ELECTRON_OVERRIDE_DIST_PATH'] || findElectron() !== undefined) return;
  if (existsSync(electronInstaller)) {
    print('Getting Electron from the installer beside this folder…');
    const result = spawnSync(electronInstaller, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    if (result.status === 0) process.env['ELECTRON_OVERRIDE_DIST_PATH'] = result.stdout.trim();
  }
  await findOrDownloadElectron(print);
}

function installMediaServers(print: (line: string) => void): void {
  const isComplete = systemPrograms.coturn.find() !== undefined && systemPrograms.janus.find() !== undefined;
  if (isComplete || !existsSync(mediaServerInstaller)) return;
  print('Getting coturn and Janus from the installer beside this folder…');
  spawnSync(mediaServerInstaller, { stdio: 'ignore' });
}

async function downloadChromium(print: (line: string) => void): Promise<void> {
  if (systemPrograms.chromium.find() !== undefined) return;
  print('Downloading a browser for the tests, about 150 MB, once…');
  const playwright = join(root, 'node_modules/@playwright/test/cli.js');
  const { code } = await runProgram(process.execPath, [playwright, 'install', 'chromium'], {
    output: 'keep',
    timeoutMs: BROWSER_TIMEOUT_MS,
  });
  if (code !== 0) print('The browser could not be downloaded.');
}
