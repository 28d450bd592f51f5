/**
 * A second machine on the same network: a network namespace, joined to this machine by a virtual
 * cable. Needs root and iproute2.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SystemProgram } from '../../../scripts/programs/system-programs.ts';
import { findProgram } from './find-program.ts';

const run = promisify(execFile);
const ip = (...words: string[]) => run('ip', words);

export interface SecondMachine {
  /** The path of a script that starts this program on the second machine. */
  readonly launcher: (program: SystemProgram) => Promise<string>;
  /** Where the second machine finds this one. */
  readonly ourAddress: string;
  /**
   * Limits the rate towards the second machine. Packets that would wait longer than `queueMs` are
   * dropped.
   */
  readonly squeeze: (rateKbps: number, queueMs: number) => Promise<void>;
  /** Ends the limit. */
  readonly release: () => Promise<void>;
  /**
   * Drops all packets, in both directions, without telling either end. Call the result to mend the
   * line.
   */
  readonly cut: () => Promise<() => Promise<void>>;
  /** Drops UDP on the way, in both directions, as strict firewalls do. Call the result to let it through again. */
  readonly blockUdp: () => Promise<() => Promise<void>>;
  /**
   * Gives the second machine another address at once, as when it goes from a cable to a mobile
   * network.
   */
  readonly move: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function addSecondMachine(): Promise<SecondMachine> {
  const id = process.pid % 100_000;
  const namespace = `lectern-${id}`;
  const [ours, theirs] = [`lec${id}a`, `lec${id}b`];
  // Tests that run at the same time have networks of their own.
  const network = `10.77.${String(1 + (process.pid % 250))}`;
  const ourAddress = `${network}.1`;
  const folder = await mkdtemp(join(tmpdir(), 'lectern-second-machine-'));
  let host = 2;
  await ip('netns', 'add', namespace);
  await ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs, 'netns', namespace);
  // Without link-local addresses: they come up a second later, and Chromium then takes the network
  // for another and drops its requests.
  await ip('link', 'set', ours, 'addrgenmode', 'none');
  await ip('-n', namespace, 'link', 'set', theirs, 'addrgenmode', 'none');
  await ip('addr', 'add', `${ourAddress}/24`, 'dev', ours);
  await ip('link', 'set', ours, 'up');
  await ip('-n', namespace, 'addr', 'add', `${network}.${String(host)}/24`, 'dev', theirs);
  await ip('-n', namespace, 'link', 'set', theirs, 'up');
  await ip('-n', namespace, 'link', 'set', 'lo', 'up');
  // A page that may not use devices only offers the address that the default route uses.
  await ip('-n', namespace, 'route', 'add', 'default', 'via', ourAddress);
  return {
    launcher: (program) => writeLauncher(folder, program, `ip netns exec ${namespace} ${findProgram(program)}`),
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
    blockUdp: async () => {
      // Where packets arrive: dropped where they leave, a browser would get an error.
      const sides = [
        { nft: (words: string) => run('nft', [words]), device: ours },
        { nft: (words: string) => ip('netns', 'exec', namespace, 'nft', words), device: theirs },
      ];
      for (const { nft, device } of sides) {
        const table = `netdev udp${String(id)}`;
        await nft(`add table ${table}`);
        await nft(`add chain ${table} in { type filter hook ingress device ${device} priority 0; policy accept; }`);
        await nft(`add rule ${table} in meta l4proto udp drop`);
      }
      return async () => {
        for (const { nft } of sides) await nft(`delete table netdev udp${String(id)}`);
      };
    },
    move: async () => {
      host += 1;
      await ip('-n', namespace, 'addr', 'flush', 'dev', theirs);
      await ip('-n', namespace, 'addr', 'add', `${network}.${String(host)}/24`, 'dev', theirs);
      await ip('-n', namespace, 'route', 'add', 'default', 'via', ourAddress);
    },
    remove: async () => {
      // Deleting the namespace deletes the cable, one end of which is in it.
      await ip('netns', 'del', namespace);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes an executable script that runs `command` with its own arguments, and gives its path. */
export async function writeLauncher(folder: string, name: string, command: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  await chmod(path, 0o755);
  return path;
}
