/** The disk space that a recording needs and has, and the sentences for problems with its disk. */
import { statfs } from 'node:fs/promises';
import { LEAST_SPACE_BYTES } from '@lectern/bridge';
import { recordingWords } from '../words.ts';

/**
 * Bytes that this user may still write to the folder's disk; null where the file system does not
 * say.
 */
export async function readFreeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null; // Some network folders do not say. A write fails in time.
  }
}

export const hasRoomToRecord = (freeBytes: number | null): boolean =>
  freeBytes === null || freeBytes > LEAST_SPACE_BYTES;

/** Finishing writes a second copy before it removes the first one. */
export const hasRoomToFinish = (freeBytes: number | null, fileBytes: number): boolean =>
  freeBytes === null || freeBytes > fileBytes + 1_000_000;

export const tooLittleSpace = (folder: string, freeBytes: number): string =>
  recordingWords.tooLittleSpace(folder, Math.round(freeBytes / 1_000_000));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const forbiddenCodes = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Why no recording could start in `folder`. */
export function startTrouble(error: unknown, folder: string): string {
  const code = codeOf(error);
  if (fullCodes.has(code)) return recordingWords.diskFullAtStart;
  return forbiddenCodes.has(code) ? recordingWords.startForbidden(folder) : recordingWords.startFailed(folder);
}

/** Why a recording could not continue. */
export function writeTrouble(error: unknown): string {
  const code = codeOf(error);
  if (fullCodes.has(code)) return recordingWords.diskFull;
  return forbiddenCodes.has(code) ? recordingWords.writeForbidden : recordingWords.diskGone;
}
