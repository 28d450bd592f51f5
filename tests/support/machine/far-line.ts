/** A line of any round-trip time between this machine and a namespace in which a browser can be started. Needs root and the `link` tool. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const tool =
  process.env['LECTERN_NETWORK_LINK'] ?? resolve(import.meta.dirname, '../../../../shared/tools/network/link');
const run = promisify(execFile);
const ip = (...words: string[]) => run('ip', words);

export interface FarLine {
  /** Of this machine, as seen from the far end. */
  readonly ourAddress: string;
  /** Runs what follows at the far end. */
  readonly command: string;
  readonly setRoundTrip: (ms: number) => void;
  readonly remove: () => Promise<void>;
}

/** Why there can be no such line here, if that is so. */
export function whyNoFarLine(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  return existsSync(tool) ? undefined : `${tool} is not there (LECTERN_NETWORK_LINK names another place)`;
}

export async function openFarLine(): Promise<FarLine> {
  const [ourAddress, theirAddress] = ['10.78.31.1', '10.78.31.2'];
  const [here, far] = [`lectern-here-${process.pid}`, `lectern-far-${process.pid}`];
  await ip('netns', 'add', far);
  // A name for the namespace that this machine is in: the tool wants two names.
  await ip('netns', 'attach', here, String(process.pid));
  const line = spawn(tool, [here, ourAddress, far, theirAddress], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(line.stdout, 'data');
  // A page without permission for devices only tells the address that the default route would use.
  await ip('-n', far, 'route', 'add', 'default', 'via', ourAddress);
  return {
    ourAddress,
    command: `ip netns exec ${far}`,
    setRoundTrip: (ms) => void line.stdin.write(`${JSON.stringify({ delayMs: ms / 2 })}\n`),
    remove: async () => {
      const gone = once(line, 'exit');
      line.kill();
      await gone;
      await ip('netns', 'del', far);
      await ip('netns', 'del', here);
    },
  };
}
