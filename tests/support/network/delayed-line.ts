/**
 * A line with delay and jitter. It needs a program that carries packets between two namespaces:
 * `LECTERN_NETWORK_LINK` names it, or it lies beside the clone. Without it such tests are skipped.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isFullRoot } from '../machine/full-root.ts';
import { nameOfOwn, prepareRemoval, removeNamespace } from './leftovers.ts';
import { endOf, type BareLine } from './line-end.ts';
import type { Namespace } from './namespace.ts';

const beside = join(import.meta.dirname, '../../../../shared/tools/network/link');
const program = process.env['LECTERN_NETWORK_LINK'] ?? beside;
const run = promisify(execFile);

/** Why this machine cannot have such a line; undefined if it can. */
export function whyNoDelay(): string | undefined {
  if (!isFullRoot()) return 'needs root';
  return existsSync(program) ? undefined : 'needs a program that delays packets (LECTERN_NETWORK_LINK)';
}

let lines = 0;

export async function layDelayedLine(a: Namespace, b: Namespace): Promise<BareLine> {
  const missing = whyNoDelay();
  if (missing !== undefined) throw new Error(missing);
  const [nameA, nameB] = [await nameFor(a), await nameFor(b)];
  // It asks for addresses, which are replaced at once.
  // It ends with this process, also after a crash.
  const command = ['--pdeathsig', 'KILL', program, nameA.name, '192.0.2.1', nameB.name, '192.0.2.2'];
  const child = spawn('setpriv', command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the line ended with ${String(code)}`)));
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => undefined);
  const device = `line${String((child.pid ?? 0) % 100_000)}`;
  return {
    a: endOf(a, `${device}a`),
    b: endOf(b, `${device}b`),
    apply: async (settings, direction) => {
      await new Promise<void>((resolve, reject) => {
        const change = `${JSON.stringify({ ...settings, direction })}\n`;
        child.stdin.write(change, (error) => (error ? reject(error) : resolve()));
      });
    },
    remove: async () => {
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        child.kill();
        await gone;
      }
      await nameA.release();
      await nameB.release();
    },
  };
}

/**
 * The program takes namespaces by name, so the one of this machine gets a name for as long as it
 * runs.
 */
async function nameFor(
  namespace: Namespace,
): Promise<{ readonly name: string; readonly release: () => Promise<void> }> {
  if (namespace.name !== null) return { name: namespace.name, release: () => Promise.resolve() };
  lines += 1;
  const name = nameOfOwn(lines);
  await prepareRemoval(name);
  await run('ip', ['netns', 'attach', name, String(process.pid)]);
  return { name, release: () => removeNamespace(name) };
}
