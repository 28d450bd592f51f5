/** Finds coturn. Distributions have versions that are too old for `build/coturn/turnserver.conf`. */
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findInPath, firstExisting } from './find-file.ts';

const OLDEST = [4, 18] as const;

/** The newest that is on this machine, if it is new enough. */
export function findCoturn(): string | undefined {
  const cache = process.env['MEDIA_SERVERS_CACHE'] ?? join(homedir(), '.cache/lectern-media-servers');
  return [firstExisting(join(cache, 'turnserver')), findInPath('turnserver')].find(isNewEnough);
}

function isNewEnough(path: string | undefined): boolean {
  if (path === undefined) return false;
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /(\d+)\.(\d+)\.\d+/.exec(stdout ?? '') ?? [];
  return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
}
