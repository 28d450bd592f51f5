/**
 * Network namespaces: machines and routers of their own inside this machine. Needs root and
 * iproute2, and nftables for rules. Names are unique, and all is removed at the end of the process
 * or by the next run.
 */
import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SystemProgram } from '../../../scripts/programs/system-programs.ts';
import { findProgram } from '../machine/find-program.ts';
import { writeLauncher } from './launcher.ts';
import { nameOf, prepareRemoval, removeNamespace } from './leftovers.ts';

const run = promisify(execFile);
const ELECTRON_INSIDE = join(import.meta.dirname, 'electron-inside.ts');

type Environment = Readonly<Record<string, string>>;

export class Namespace {
  /** For `ip netns`; null for the network of this machine. */
  readonly name: string | null;
  readonly #prefix: readonly string[];
  #devices = 0;
  #launchers = 0;
  #folder: Promise<string> | undefined;

  constructor(name: string | null) {
    this.name = name;
    this.#prefix = name === null ? [] : ['ip', 'netns', 'exec', name];
  }

  /** Runs a command inside to its end, and gives its output. */
  async run(...command: readonly string[]): Promise<string> {
    const [program = '', ...args] = [...this.#prefix, ...command];
    return (await run(program, args)).stdout;
  }

  /** Runs `ip` with these words inside. */
  ip(words: string): Promise<string> {
    return this.run('ip', ...words.split(' '));
  }

  /** Runs `tc` with these words inside. */
  tc(words: string): Promise<string> {
    return this.run('tc', ...words.split(' '));
  }

  /** Applies lines of nftables inside, all of them or none. */
  async nft(...lines: readonly string[]): Promise<void> {
    await this.run('nft', lines.join('\n'));
  }

  /** Starts a command inside, which runs until it ends or the namespace is removed. */
  spawn(
    command: readonly string[],
    { env = {}, stdio = ['ignore', 'pipe', 'inherit'] }: { env?: Environment; stdio?: StdioOptions } = {},
  ): ChildProcess {
    const [program = '', ...args] = [...this.#prefix, ...command];
    return spawn(program, args, { stdio, env: { ...process.env, ...env } });
  }

  /** Starts a program of Node inside, with its output as pipes. */
  startNode(args: readonly string[], env: Environment = {}): ChildProcess {
    return this.spawn([process.execPath, ...args], { env });
  }

  /**
   * The path of a script that starts this program inside: Chromium or Electron for Playwright, Node
   * for `fork`. Firefox cannot be driven there.
   */
  async launcher(program: SystemProgram | 'node', environment: Environment = {}): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'lectern-namespace-'));
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const path = program === 'node' ? process.execPath : findProgram(program);
    const isDrivenOverPorts = program === 'electron' && this.name !== null;
    const command = [
      ...(isDrivenOverPorts ? [process.execPath, ELECTRON_INSIDE, this.name] : this.#prefix),
      ...(variables.length === 0 ? [] : ['env', ...variables]),
      path,
    ];
    this.#launchers += 1;
    return writeLauncher(await this.#folder, `${program}-${String(this.#launchers)}`, command.join(' '));
  }

  /** A name for a new device inside, which also is free on this machine. At most 15 letters. */
  nextDevice(): string {
    this.#devices += 1;
    const [, pid = String(process.pid), count = '0'] = /(\d+)-(\d+)$/.exec(this.name ?? '') ?? [];
    return `l${pid}n${count}d${String(this.#devices)}`;
  }

  /** Lets packets through that are for others, as a router does. */
  async forward(): Promise<void> {
    const settings = ['net/ipv4/ip_forward', 'net/ipv6/conf/all/forwarding'];
    for (const path of settings) await this.run('sh', '-c', `echo 1 > /proc/sys/${path}`);
  }

  /** Ends the programs inside and removes the lines that end here. Does nothing to this machine. */
  async remove(): Promise<void> {
    if (this.name !== null) await removeNamespace(this.name);
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }
}

/** The network of this machine, for the end of a line. */
export const thisMachine = new Namespace(null);

let made = 0;

/** With its loopback up, and no line yet. */
export async function addNamespace(): Promise<Namespace> {
  for (;;) {
    made += 1;
    const name = nameOf(made);
    await prepareRemoval(name);
    try {
      await run('ip', ['netns', 'add', name]);
    } catch (error) {
      // Another thread of this process has that name.
      if (String(error).includes('File exists')) continue;
      throw error;
    }
    const namespace = new Namespace(name);
    await namespace.ip('link set lo up');
    return namespace;
  }
}
