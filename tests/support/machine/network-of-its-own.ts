/**
 * A network namespace whose interfaces a test chooses, with one cable to this machine. Needs root
 * and iproute2.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface OwnNetwork {
  /** The end of the cable inside. */
  readonly cable: string;
  /** The end of the cable on this machine. */
  readonly ourCable: string;
  /** Runs `ip` with these words inside. */
  readonly ip: (words: string) => Promise<void>;
  /** Runs `ip` with these words on this machine. */
  readonly ipHere: (words: string) => Promise<void>;
  /** Adds an interface that leads nowhere, such as the bridge of a container engine. */
  readonly addInterface: (name: string, address: string) => Promise<void>;
  /** Starts a program of Node inside, with its output as pipes. */
  readonly startNode: (args: readonly string[], env?: Readonly<Record<string, string>>) => ChildProcess;
  readonly remove: () => Promise<void>;
}

let made = 0;

export async function addNetwork(): Promise<OwnNetwork> {
  made += 1;
  const id = `${String(process.pid % 100_000)}${String(made)}`;
  const namespace = `lectern-own-${id}`;
  const [ourCable, cable] = [`lo${id}a`, `lo${id}b`];
  const ipHere = async (words: string): Promise<void> => void (await run('ip', words.split(' ')));
  const ip = (words: string): Promise<void> => ipHere(`-n ${namespace} ${words}`);
  await ipHere(`netns add ${namespace}`);
  await ip('link set lo up');
  const children = new Set<ChildProcess>();
  return {
    cable,
    ourCable,
    ip,
    ipHere,
    addInterface: async (name, address) => {
      await ip(`link add ${name} type veth peer name ${name}-peer`);
      await ip(`addr add ${address} dev ${name}`);
      for (const end of [name, `${name}-peer`]) await ip(`link set ${end} up`);
    },
    startNode: (args, env = {}) => {
      const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...env },
      });
      children.add(child);
      return child;
    },
    remove: async () => {
      for (const child of children) child.kill('SIGKILL');
      // Deleting the namespace deletes the cable as well, one end of which is in it.
      await ipHere(`netns del ${namespace}`);
    },
  };
}

/** Joins the two ends and brings them up. Addresses are the test's. */
export async function plugIn({ cable, ourCable, ip, ipHere }: OwnNetwork): Promise<void> {
  await ip(`link add ${cable} type veth peer name ${ourCable} netns ${String(process.pid)}`);
  await ipHere(`link set ${ourCable} up`);
  await ip(`link set ${cable} up`);
}
