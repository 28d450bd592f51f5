/** Which packages of Debian and Ubuntu bring the programs, and their installation. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { runProgram } from './run-program.ts';

/** Package names. Empty: the distribution has no package that the tests can use. */
export interface SystemPackages {
  readonly debian: readonly string[];
  readonly ubuntu: readonly string[];
}

export interface Distribution {
  readonly id: 'debian' | 'ubuntu';
  readonly version: number;
}

const OS_RELEASE = '/etc/os-release';

/** The libraries of a downloaded Electron or Chromium; they depend on the rest. */
export const chromiumLibraries = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libxss1', 'libxtst6'];

/** Renamed to end in `t64` by Debian 13 and Ubuntu 24.04, which count seconds in 64 bits. */
const renamed = new Set(['libgtk-3-0', 'libasound2']);
const renamedSince = { debian: 13, ubuntu: 24.04 } as const;

/**
 * Reads /etc/os-release. Undefined for any other distribution; a testing release has no number and
 * counts as newest.
 */
export function readDistribution(osRelease: string): Distribution | undefined {
  const { ID, VERSION_ID } = parseEnv(osRelease);
  if (ID !== 'debian' && ID !== 'ubuntu') return undefined;
  return { id: ID, version: VERSION_ID === undefined ? Infinity : Number(VERSION_ID) };
}

/** The distribution of this machine, if it is one of the two. */
export const thisDistribution = (): Distribution | undefined =>
  existsSync(OS_RELEASE) ? readDistribution(readFileSync(OS_RELEASE, 'utf8')) : undefined;

/** The names that these packages have in this distribution, each once. */
export function packageNames(packages: readonly SystemPackages[], { id, version }: Distribution): readonly string[] {
  const names = packages.flatMap((row) => row[id]);
  const isNew = version >= renamedSince[id];
  return [...new Set(names.map((name) => (isNew && renamed.has(name) ? `${name}t64` : name)))];
}

/** How commands are run as root: undefined where that needs a password or is not possible. */
async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (process.getuid?.() === 0) return [];
  const { code } = await runProgram('sudo', ['-n', 'true'], { output: 'keep' });
  return code === 0 ? ['sudo', '-n'] : undefined;
}

/**
 * Installs the packages on Debian and Ubuntu as root or with password-less sudo; elsewhere it does
 * nothing. Prints what it is about to install, and one line if that fails.
 */
export async function installPackages(
  packages: readonly SystemPackages[],
  print: (line: string) => void,
): Promise<void> {
  const distribution = thisDistribution();
  const names = distribution === undefined ? [] : packageNames(packages, distribution);
  const prefix = names.length === 0 ? undefined : await rootPrefix();
  if (prefix === undefined) return;
  print(`Installing system packages that the tests need: ${names.join(' ')}`);
  print('(“npm test -- --no-install” leaves this out and skips those tests.)');
  const apt = async (...args: readonly string[]): Promise<string | undefined> => {
    const [program = 'env', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args];
    const { code, output } = await runProgram(program, rest, { output: 'keep' });
    return code === 0 ? undefined : (output.trim().split('\n').at(-1) ?? '');
  };
  // With an old package list the installation may still succeed, so a failed update is not the end.
  await apt('update');
  const failure = await apt('install', '--yes', '--no-install-recommends', ...names);
  if (failure !== undefined) print(`The system packages could not be installed: ${failure}`);
}
