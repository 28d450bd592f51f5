/**
 * A line with a chosen round-trip time to a network namespace in which a browser can run. Needs
 * root, and a program that delays packets between two namespaces: `LECTERN_NETWORK_LINK` names it.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const tool = process.env['LECTERN_NETWORK_LINK'] ?? '';
const run = promisify(execFile);
const ip = (...words: string[]) => run('ip', words);

export interface FarLine {
  /** This machine's address, as seen from the far end. */
  readonly ourAddress: string;
  /** A prefix for commands that run at the far end. */
  readonly command: string;
  readonly setRoundTrip: (ms: number) => void;
  readonly remove: () => Promise<void>;
}

/** Why this machine cannot have such a line; undefined if it can. */
export function whyNoFarLine(): string | undefined {
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  return existsSync(tool) ? undefined : 'LECTERN_NETWORK_LINK names no program';
}

export async function openFarLine(): Promise<FarLine> {
  const [ourAddress, theirAddress] = ['10.78.31.1', '10.78.31.2'];
  const [here, far] = [`lectern-here-${process.pid}`, `lectern-far-${process.pid}`];
  await ip('netns', 'add', far);
  // The program takes two namespaces by name, so this machine's own gets one.
  await ip('netns', 'attach', here, String(process.pid));
  const line = spawn(tool, [here, ourAddress, far, theirAddress], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(line.stdout, 'data');
  // A page that may not use devices only offers the address that the default route uses.
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
