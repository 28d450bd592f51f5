/**
 * Electron's binary: where it is and how it is downloaded. The npm package contains only the
 * downloader.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/**
 * A slow connection needs minutes for 120 MB, and a blocked one often fails only by its silence.
 */
const DOWNLOAD_TIMEOUT_MS = 240_000;

const packageFolder = join(import.meta.dirname, '../../node_modules/electron');
const binaryName: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The binary in the folder that ELECTRON_OVERRIDE_DIST_PATH names, else the downloaded one. */
export function findElectron(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(packageFolder, 'dist');
  const binary = join(folder, binaryName[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/**
 * Finds the binary, or downloads it. Undefined if it cannot be downloaded; one line then says so.
 */
export async function findOrDownloadElectron(print: (line: string) => void): Promise<string | undefined> {
  const found = findElectron();
  if (found !== undefined || process.env['ELECTRON_OVERRIDE_DIST_PATH']) return found;
  print(`Downloading Electron ${electronVersion()}, about 120 MB, once…`);
  await runProgram(process.execPath, [join(packageFolder, 'install.js')], {
    output: 'keep',
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  const binary = findElectron();
  if (binary === undefined)
    print('Electron could not be downloaded. “npx install-electron” tries again and shows why.');
  return binary;
}

function electronVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

/** Chromium refuses to run as root with its sandbox on. */
export const electronArgs = (): readonly string[] => (isLinuxRoot() ? ['--no-sandbox'] : []);

export const isLinuxRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;
