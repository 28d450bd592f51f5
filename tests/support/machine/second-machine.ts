/** A second machine on the same network: a namespace of its own, joined to this one by a line. Needs root and iproute2. */
import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ip = (...words: string[]) => run('ip', words);

export interface SecondMachine {
  readonly namespace: string;
  /** Where the second machine finds this one. */
  readonly ourAddress: string;
  /** Squeezes what goes from here to there, with so much waiting before packets are dropped. */
  readonly squeeze: (rateKbps: number, queueMs: number) => Promise<void>;
  /** Takes the squeeze away. */
  readonly release: () => Promise<void>;
  /** Nothing passes any more, in either direction, and neither end is told; the call that is given back mends it. */
  readonly cut: () => Promise<() => Promise<void>>;
  /** The second machine moves to another address at once, as from a network cable to a mobile network. */
  readonly move: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function addSecondMachine(): Promise<SecondMachine> {
  const id = process.pid % 100_000;
  const namespace = `lectern-${id}`;
  const [ours, theirs] = [`lec${id}a`, `lec${id}b`];
  const ourAddress = '10.77.31.1';
  let host = 2;
  await ip('netns', 'add', namespace);
  await ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs, 'netns', namespace);
  // A link-local address that comes up a second later is a changed network to Chromium, which then drops what it was loading.
  await ip('link', 'set', ours, 'addrgenmode', 'none');
  await ip('-n', namespace, 'link', 'set', theirs, 'addrgenmode', 'none');
  await ip('addr', 'add', `${ourAddress}/24`, 'dev', ours);
  await ip('link', 'set', ours, 'up');
  await ip('-n', namespace, 'addr', 'add', `10.77.31.${String(host)}/24`, 'dev', theirs);
  await ip('-n', namespace, 'link', 'set', theirs, 'up');
  await ip('-n', namespace, 'link', 'set', 'lo', 'up');
  // A page without permission for devices only tells the address that the default route would use.
  await ip('-n', namespace, 'route', 'add', 'default', 'via', ourAddress);
  return {
    namespace,
    ourAddress,
    squeeze: async (rateKbps, queueMs) => {
      const bottleneck = ['rate', `${rateKbps}kbit`, 'burst', '4kb', 'latency', `${queueMs}ms`];
      await run('tc', ['qdisc', 'replace', 'dev', ours, 'root', 'tbf', ...bottleneck]);
    },
    release: async () => void (await run('tc', ['qdisc', 'del', 'dev', ours, 'root'])),
    cut: async () => {
      const nft = (words: string) => ip('netns', 'exec', namespace, 'nft', words);
      await nft('add table netdev cut');
      await nft(`add chain netdev cut from { type filter hook ingress device ${theirs} priority 0; policy drop; }`);
      await nft('add table ip cut');
      await nft('add chain ip cut to { type filter hook postrouting priority 0; policy accept; }');
      await nft(`add rule ip cut to oifname ${theirs} drop`);
      return async () => {
        await nft('delete table netdev cut');
        await nft('delete table ip cut');
      };
    },
    move: async () => {
      host += 1;
      await ip('-n', namespace, 'addr', 'flush', 'dev', theirs);
      await ip('-n', namespace, 'addr', 'add', `10.77.31.${String(host)}/24`, 'dev', theirs);
      await ip('-n', namespace, 'route', 'add', 'default', 'via', ourAddress);
    },
    // The line goes with the namespace that holds one of its ends.
    remove: () => ip('netns', 'del', namespace).then(() => undefined),
  };
}

/** An executable script that runs `command` with all the arguments it is given. */
export async function writeLauncher(folder: string, name: string, command: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
