/**
 * The programs that a spec needs. If one is missing, its tests fail in CI; elsewhere they are
 * skipped, and the summary says why.
 */
import { test } from '@playwright/test';
import { systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';

/** A program, or `root`: only root can make networks and become other users. */
type Requirement = SystemProgram | 'root';

/** Call it first in a spec's `beforeAll`, or in a test. */
export function requires(...requirements: readonly Requirement[]): void {
  const missing = requirements.flatMap((requirement) => missingPart(requirement) ?? []);
  if (missing.length === 0) return;
  const reason = missing.join('; ');
  if (process.env['CI']) throw new Error(reason);
  test.skip(true, reason);
}

function missingPart(requirement: Requirement): string | undefined {
  if (requirement === 'root') return process.getuid?.() === 0 ? undefined : 'needs to run as root on Linux';
  const { find, get } = systemPrograms[requirement];
  return find() === undefined ? `needs ${requirement} (${get})` : undefined;
}
