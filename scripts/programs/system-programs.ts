/** The programs that the tests need and that npm does not bring: one table, read by the test command, the specs and the benches. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findElectron } from './electron.ts';

export type SystemProgram =
  | 'chromium'
  | 'firefox'
  | 'electron'
  | 'xvfb'
  | 'ffmpeg'
  | 'ip'
  | 'nft'
  | 'openbox'
  | 'pulseaudio'
  | 'xdotool'
  | 'certutil'
  | 'openssl';

interface ProgramRow {
  /** What the tests do with it. */
  readonly use: string;
  /** Its path, where it is on this machine. */
  readonly find: () => string | undefined;
  /** How to get it; a Debian package where there is one. */
  readonly get: string;
}

export const systemPrograms: Readonly<Record<SystemProgram, ProgramRow>> = {
  chromium: {
    use: 'watchers, and a presenter in the browser',
    find: () =>
      onPath('chromium', 'chromium-browser', 'google-chrome') ??
      firstThere(
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        ...windows('Google/Chrome/Application/chrome.exe'),
      ) ??
      // The browser that `playwright install chromium` has brought, if it has.
      firstThere(chromium.executablePath()),
    get: 'apt-get install chromium, or: npx playwright install --with-deps chromium',
  },
  firefox: {
    use: 'a watcher with another engine',
    find: () =>
      onPath('firefox-esr', 'firefox') ??
      firstThere('/Applications/Firefox.app/Contents/MacOS/firefox', ...windows('Mozilla Firefox/firefox.exe')),
    get: 'apt-get install firefox-esr',
  },
  electron: { use: 'the presenter app', find: findElectron, get: 'npx install-electron' },
  xvfb: {
    use: 'a display for the presenter app where there is none',
    find: () => onPath('xvfb-run'),
    get: 'apt-get install xvfb xauth',
  },
  ffmpeg: { use: 'looking into recorded media', find: () => onPath('ffmpeg'), get: 'apt-get install ffmpeg' },
  openbox: {
    use: 'a list of windows to choose from',
    find: () => onPath('openbox'),
    get: 'apt-get install openbox',
  },
  xdotool: {
    use: 'keys pressed in any program',
    find: () => onPath('xdotool'),
    get: 'apt-get install xdotool',
  },
  pulseaudio: {
    use: 'microphones that come and go',
    find: () => (onPath('pactl') === undefined ? undefined : onPath('pulseaudio')),
    get: 'apt-get install pulseaudio pulseaudio-utils',
  },
  ip: { use: 'a watcher on another network', find: () => onPath('ip'), get: 'apt-get install iproute2' },
  nft: { use: 'a network that fails', find: () => onPath('nft'), get: 'apt-get install nftables' },
  openssl: { use: 'a certificate authority of its own', find: () => onPath('openssl'), get: 'apt-get install openssl' },
  certutil: {
    use: 'a certificate authority that Chromium believes',
    find: () => onPath('certutil'),
    get: 'apt-get install libnss3-tools',
  },
};

export const isProgramName = (name: string): name is SystemProgram => Object.hasOwn(systemPrograms, name);

function onPath(...names: readonly string[]): string | undefined {
  // Programs for the administrator are not on everybody's path.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  return firstThere(
    ...names.flatMap((name) => folders.flatMap((folder) => endings.map((end) => join(folder, name + end)))),
  );
}

const firstThere = (...paths: readonly string[]): string | undefined => paths.find((path) => existsSync(path));

const windows = (path: string): readonly string[] =>
  [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)']].flatMap((folder) =>
    folder ? [join(folder, path)] : [],
  );
