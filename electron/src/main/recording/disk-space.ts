/** What room a recording needs and has, and what went wrong with its disk, in words. */
import { statfs } from 'node:fs/promises';
import { LEAST_SPACE_BYTES } from '@lectern/bridge';

/** What this user may still write there; null where the file system does not say. */
export async function readFreeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null; // Some network folders do not say. A write will tell soon enough.
  }
}

export const hasRoomToRecord = (freeBytes: number | null): boolean =>
  freeBytes === null || freeBytes > LEAST_SPACE_BYTES;

/** Finishing writes the file once more beside itself before the first copy goes. */
export const hasRoomToFinish = (freeBytes: number | null, fileBytes: number): boolean =>
  freeBytes === null || freeBytes > fileBytes + 1_000_000;

export const diskFull = 'The disk is full.';

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`;

export const tooLittleSpace = (folder: string, freeBytes: number): string =>
  `There is too little space for a recording in “${folder}” (${megabytes(freeBytes)}). Make some, or choose another folder in the settings.`;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const fullCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const forbiddenCodes = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Why a recording could not begin in `folder`. */
export function startTrouble(error: unknown, folder: string): string {
  const code = codeOf(error);
  if (fullCodes.has(code))
    return `${diskFull} Make some space, or choose another folder for recordings in the settings.`;
  if (forbiddenCodes.has(code))
    return `Lectern may not write in “${folder}”. Choose another folder for recordings in the settings.`;
  return `Lectern can’t make a file in “${folder}”. Choose another folder for recordings in the settings.`;
}

/** Why a recording could not go on. */
export function writeTrouble(error: unknown): string {
  const code = codeOf(error);
  if (fullCodes.has(code)) return diskFull;
  if (forbiddenCodes.has(code)) return 'Lectern may no longer write to the disk.';
  return 'The disk can’t be reached any more.';
}
