/** Electron's binary: where it is, and how it comes here. Its package brings only the means to fetch it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

/** The release host can be slow, but a blocked one is often silent: after this long the browser takes its place. */
const DOWNLOAD_TIMEOUT_MS = 240_000;

const packageFolder = join(import.meta.dirname, '../node_modules/electron');
const binaryName: Readonly<Record<string, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** The binary if it is on this machine: the one that Electron's own variable names, else the one fetched before. */
export function findElectron(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(packageFolder, 'dist');
  const binary = join(folder, binaryName[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
}

/** Fetches the binary of the installed version, if need be. Undefined where it cannot be had. */
export async function haveElectron(say: (line: string) => void): Promise<string | undefined> {
  const found = findElectron();
  if (found !== undefined || process.env['ELECTRON_OVERRIDE_DIST_PATH']) return found;
  say(`Fetching Electron ${electronVersion()}, about 120 MB, only this once…`);
  await runProgram(process.execPath, [join(packageFolder, 'install.js')], {
    quiet: true,
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  return findElectron();
}

function electronVersion(): string {
  const about: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : '';
}

/** Chromium refuses to run as root with its sandbox on. */
export const electronArgs = (): readonly string[] => (isLinuxRoot() ? ['--no-sandbox'] : []);

export const isLinuxRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
