/**
 * Turns an unfinished recording into the final file. One of the two is whole at every moment, so it
 * can be interrupted and repeated.
 */
import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { PART, type SavedRecording } from '@lectern/bridge';
import { flushFolder } from '../files/flush.ts';
import { reasonOf, type Logger } from '../log/logger.ts';
import { hasRoomToFinish, readFreeBytes } from './disk-space.ts';
import { freePath } from './free-path.ts';
import type { SeekableFile } from './make-seekable.ts';

export interface FinishOptions {
  readonly makeSeekable: (from: string, to: string) => Promise<SeekableFile>;
  readonly log: Logger;
}

/** A file's header without a single frame is smaller. */
const MAX_HEADER_BYTES = 16_384;

/**
 * Undefined where the disk has no room for the seekable copy or the file cannot be read: then the
 * file stays as it was written.
 */
async function tryMakeSeekable(part: string, draft: string, options: FinishOptions): Promise<SeekableFile | undefined> {
  const { makeSeekable, log } = options;
  const [{ size }, freeBytes] = await Promise.all([stat(part), readFreeBytes(dirname(part))]);
  if (!hasRoomToFinish(freeBytes, size)) {
    log.warn('no space to make the recording seekable; it stays as it was written');
    return undefined;
  }
  try {
    return await makeSeekable(part, draft);
  } catch (error) {
    log.error(`the recording could not be made seekable (${reasonOf(error)}); it stays as it was written`);
    await rm(draft, { force: true });
    return undefined;
  }
}

/**
 * Null where nothing had been recorded. Throws where `part` cannot be reached or renamed, and
 * leaves it in place.
 */
export async function finishRecording(part: string, options: FinishOptions): Promise<SavedRecording | null> {
  const folder = dirname(part);
  const name = basename(part, PART);
  const draft = `${part}.new`;
  await rm(draft, { force: true });
  const { size } = await stat(part);
  const made = size === 0 ? { durationSeconds: 0 } : await tryMakeSeekable(part, draft, options);
  if (made?.durationSeconds === 0 && size < MAX_HEADER_BYTES) {
    await rm(part);
    return null;
  }
  const seekable = made !== undefined && made.durationSeconds > 0;
  const path = await freePath(folder, name, []);
  await rename(seekable ? draft : part, path);
  // The new name is safe before the old file goes.
  await flushFolder(folder);
  if (seekable) await rm(part);
  return { path, name: basename(path), seekable };
}
