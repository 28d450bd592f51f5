/**
 * The programs that the tests need and npm does not install. The test command, the specs and the
 * benchmarks read this one table.
 */
import { chromium } from '@playwright/test';
import { hasDisplay } from './display.ts';
import { findElectron } from './electron.ts';
import { findCoturn, findJanus } from './media-servers.ts';
import { chromiumLibraries, packageNames, thisDistribution, type SystemPackages } from './system-packages.ts';
import { findInPath, firstExisting, ifLoadable, inProgramFiles } from './find-file.ts';

export type SystemProgram =
  | 'chromium'
  | 'firefox'
  | 'electron'
  | 'xvfb'
  | 'ffmpeg'
  | 'ip'
  | 'nft'
  | 'ps'
  | 'openbox'
  | 'pulseaudio'
  | 'xdotool'
  | 'certutil'
  | 'openssl'
  | 'nginx'
  | 'caddy'
  | 'haproxy'
  | 'redis'
  | 'coturn'
  | 'janus'
  | 'prometheus';

interface ProgramRow {
  /** What the tests use it for. */
  readonly use: string;
  /** Its path, if it is on this machine and can run. */
  readonly find: () => string | undefined;
  readonly packages: SystemPackages;
  /** How to get it where no package brings it. */
  readonly otherwise?: string;
  /** The only systems that have it; all of them if absent. */
  readonly onlyOn?: NodeJS.Platform;
}

const both = (...packages: readonly string[]): SystemPackages => ({ debian: packages, ubuntu: packages });

export const systemPrograms: Readonly<Record<SystemProgram, ProgramRow>> = {
  chromium: {
    use: 'watchers, and a presenter in the browser',
    find: () =>
      findInPath('chromium', 'chromium-browser', 'google-chrome') ??
      firstExisting(
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        ...inProgramFiles('Google/Chrome/Application/chrome.exe'),
      ) ??
      // The browser that `playwright install chromium` downloads.
      ifLoadable(firstExisting(chromium.executablePath())),
    // Ubuntu's package is a snap, which cannot read a profile in /tmp. There the tests use Playwright's
    // browser, which needs these libraries.
    packages: { debian: ['chromium'], ubuntu: chromiumLibraries },
    otherwise: 'npx playwright install --with-deps chromium',
  },
  firefox: {
    use: 'watchers and a presenter in another engine',
    find: () =>
      findInPath('firefox-esr', 'firefox') ??
      firstExisting(
        '/Applications/Firefox.app/Contents/MacOS/firefox',
        ...inProgramFiles('Mozilla Firefox/firefox.exe'),
      ),
    // Ubuntu has only a snap.
    packages: { debian: ['firefox-esr'], ubuntu: [] },
    otherwise: 'install Firefox from mozilla.org; a snap does not work',
  },
  electron: {
    use: 'the presenter app',
    find: () => ifLoadable(findElectron()),
    packages: both(...chromiumLibraries),
    otherwise: 'npx install-electron',
  },
  xvfb: {
    use: 'a display for windows where there is none',
    find: () => (findInPath('xauth') === undefined ? undefined : findInPath('xvfb-run')),
    packages: both('xvfb', 'xauth', 'dbus'),
    onlyOn: 'linux',
  },
  ffmpeg: { use: 'reading recordings', find: () => findInPath('ffmpeg'), packages: both('ffmpeg') },
  openbox: { use: 'a window manager', find: () => findInPath('openbox'), packages: both('openbox'), onlyOn: 'linux' },
  xdotool: {
    use: 'keys pressed in another program',
    find: () => findInPath('xdotool'),
    packages: both('xdotool'),
    onlyOn: 'linux',
  },
  pulseaudio: {
    use: 'microphones that are plugged in and out',
    find: () => (findInPath('pactl') === undefined ? undefined : findInPath('pulseaudio')),
    packages: both('pulseaudio', 'pulseaudio-utils'),
    onlyOn: 'linux',
  },
  ip: {
    use: 'a watcher on another network',
    find: () => findInPath('ip'),
    packages: both('iproute2'),
    onlyOn: 'linux',
  },
  nft: { use: 'a network that fails', find: () => findInPath('nft'), packages: both('nftables'), onlyOn: 'linux' },
  ps: { use: 'the processes of the app', find: () => findInPath('ps'), packages: both('procps'), onlyOn: 'linux' },
  openssl: { use: 'a private certificate authority', find: () => findInPath('openssl'), packages: both('openssl') },
  caddy: {
    use: 'a reverse proxy as people set it up',
    find: () => findInPath('caddy'),
    packages: both('caddy'),
    onlyOn: 'linux',
  },
  haproxy: {
    use: 'a reverse proxy, and one that shares port 443',
    find: () => findInPath('haproxy'),
    packages: both('haproxy'),
    onlyOn: 'linux',
  },
  nginx: {
    use: 'a reverse proxy as people set it up',
    find: () => findInPath('nginx'),
    packages: both('nginx-light'),
    onlyOn: 'linux',
  },
  redis: {
    use: 'several instances of the service',
    // `TEST_REDIS` names another one, such as Valkey or an old release.
    find: () => process.env['TEST_REDIS'] ?? findInPath('redis-server', 'valkey-server'),
    packages: both('redis-server'),
    onlyOn: 'linux',
  },
  prometheus: {
    use: 'alert rules and the dashboard',
    find: () => (findInPath('promtool') === undefined ? undefined : findInPath('prometheus')),
    packages: both('prometheus'),
    onlyOn: 'linux',
  },
  coturn: {
    use: 'links over TURN',
    find: findCoturn,
    packages: both(),
    otherwise: 'install coturn 4.18 or newer, which distributions do not have yet',
    onlyOn: 'linux',
  },
  janus: {
    use: 'the relay',
    find: findJanus,
    packages: both(),
    otherwise: 'install Janus 1.4.1 or newer, which distributions do not have yet',
    onlyOn: 'linux',
  },
  certutil: {
    use: 'a certificate authority that Chromium trusts',
    find: () => findInPath('certutil'),
    packages: both('libnss3-tools'),
  },
};

export const isSystemProgram = (name: string): name is SystemProgram => Object.hasOwn(systemPrograms, name);

/** The command that installs it here, or a few words where no command is known. */
export function howToGet(program: SystemProgram): string {
  const { packages, otherwise = `install ${program}` } = systemPrograms[program];
  const distribution = thisDistribution();
  const names = distribution === undefined ? [] : packageNames([packages], distribution);
  // Electron's packages are only the libraries that a downloaded Electron needs.
  const isDownload = program === 'electron' && findElectron() === undefined;
  return names.length === 0 || isDownload ? otherwise : `apt-get install ${names.join(' ')}`;
}

/** The programs that this machine could have and does not. A virtual display is needed only without a real one. */
export function missingPrograms(): readonly SystemProgram[] {
  return Object.keys(systemPrograms)
    .filter(isSystemProgram)
    .filter((name) => {
      const { find, onlyOn } = systemPrograms[name];
      if (onlyOn !== undefined && onlyOn !== process.platform) return false;
      return find() === undefined && !(name === 'xvfb' && hasDisplay());
    });
}
