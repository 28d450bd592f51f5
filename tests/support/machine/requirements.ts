/** Skips tests whose programs are missing. */
import { test } from '@playwright/test';
import { hasDisplay } from '../../../scripts/programs/display.ts';
import { systemPrograms, type SystemProgram } from '../../../scripts/programs/system-programs.ts';
import { isFullRoot } from './full-root.ts';

/** A program of the table, or `root`: the right to make networks and mounts. */
type Requirement = SystemProgram | 'root';

/**
 * Called at the top of a file, of a group or of a test. Skips its tests before any hook runs, and
 * the summary counts them. With `CI` set only what needs a program without a package is skipped:
 * the other tests then fail, since everything else should be installed there.
 */
export function requires(...requirements: readonly Requirement[]): void {
  const missing = new Set(requirements.flatMap((requirement) => lacking(requirement)));
  if (missing.size === 0 || (process.env['CI'] && ![...missing].some((name) => hasNoPackage(name)))) return;
  test.skip(true, [...missing].map((name) => `needs ${name}`).join('; '));
}

function hasNoPackage(requirement: Requirement): boolean {
  if (requirement === 'root') return false;
  const { debian, ubuntu } = systemPrograms[requirement].packages;
  return debian.length === 0 && ubuntu.length === 0;
}

function lacking(requirement: Requirement): readonly Requirement[] {
  if (requirement === 'root') return isFullRoot() ? [] : ['root'];
  // A window opens on any display; `npm test` starts a virtual one where there is none.
  if (requirement === 'xvfb') return hasDisplay() ? [] : ['xvfb'];
  const isFound = systemPrograms[requirement].find() !== undefined;
  return [...(isFound ? [] : [requirement]), ...(requirement === 'electron' ? lacking('xvfb') : [])];
}
