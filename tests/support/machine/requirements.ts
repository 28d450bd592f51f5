/** A spec says which programs it needs. In CI a missing one fails its tests; elsewhere they are skipped, and the summary says why. */
import { test } from '@playwright/test';
import { systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';

/** A program, or `root`: networks and other users are root's to make. */
type Requirement = SystemProgram | 'root';

/** Called at the top of a spec's `beforeAll`, or of a test. */
export function requires(...requirements: readonly Requirement[]): void {
  const missing = requirements.flatMap((requirement) => lackOf(requirement) ?? []);
  if (missing.length === 0) return;
  const reason = missing.join('; ');
  if (process.env['CI']) throw new Error(reason);
  test.skip(true, reason);
}

function lackOf(requirement: Requirement): string | undefined {
  if (requirement === 'root') return process.getuid?.() === 0 ? undefined : 'needs to run as root on Linux';
  const { find, get } = systemPrograms[requirement];
  return find() === undefined ? `needs ${requirement} (${get})` : undefined;
}
