/** Skips tests whose programs are missing. */
import { test } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { hasDisplay } from '../../../scripts/programs/display.ts';
import { systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';

/** A program of the table, or `root`: the right to make networks and mounts. */
type Requirement = SystemProgram | 'root';

/** Bits of the capability mask in capabilities(7). A container may keep them from root. */
const CAP_NET_ADMIN = 1n << 12n;
const CAP_SYS_ADMIN = 1n << 21n;

/**
 * Called at the top of a file, of a group or of a test. Skips its tests before any hook runs, and the
 * summary counts them. With `CI` set nothing is skipped: the tests then fail, since everything should
 * be installed there.
 */
export function requires(...requirements: readonly Requirement[]): void {
  const missing = new Set(requirements.flatMap((requirement) => lacking(requirement)));
  if (missing.size === 0 || process.env['CI']) return;
  test.skip(true, [...missing].map((name) => `needs ${name}`).join('; '));
}

function lacking(requirement: Requirement): readonly Requirement[] {
  if (requirement === 'root') return isFullRoot() ? [] : ['root'];
  // A window opens on any display; `npm test` starts a virtual one where there is none.
  if (requirement === 'xvfb') return hasDisplay() ? [] : ['xvfb'];
  const isFound = systemPrograms[requirement].find() !== undefined;
  return [...(isFound ? [] : [requirement]), ...(requirement === 'electron' ? lacking('xvfb') : [])];
}

function isFullRoot(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const needed = CAP_NET_ADMIN | CAP_SYS_ADMIN;
  return (BigInt(`0x${mask}`) & needed) === needed;
}
