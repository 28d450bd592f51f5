/** Finds coturn and Janus. Distributions have versions that are too old for the configurations in `build/`. */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findInPath, firstExisting } from './find-file.ts';

type Version = readonly [major: number, minor: number, patch: number];

const OLDEST_COTURN: Version = [4, 18, 0];
const OLDEST_JANUS: Version = [1, 4, 1];

/** Where the installer beside the clone puts them, with the rest of their system. */
const cache = process.env['MEDIA_SERVERS_CACHE'] ?? join(homedir(), '.cache/lectern-media-servers');

/** The newest that is on this machine, if it is new enough. */
export const findCoturn = (): string | undefined => find('turnserver', OLDEST_COTURN);
export const findJanus = (): string | undefined => find('janus', OLDEST_JANUS);

const find = (program: string, oldest: Version): string | undefined =>
  [firstExisting(join(cache, program)), findInPath(program)].find((path) => isNewEnough(path, oldest));

function isNewEnough(path: string | undefined, oldest: Version): boolean {
  if (path === undefined) return false;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, ...numbers] = /(\d+)\.(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  for (const [index, least] of oldest.entries()) {
    const difference = Number(numbers[index]) - least;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
