/** Makes the kept file out of an unfinished one. At every moment one of the two is whole, so this may be cut off and begun again. */
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { PART, type KeptRecording } from '@lectern/bridge';
import { hasRoomToFinish, readFreeBytes } from './disk-space.ts';
import { freePath } from './free-name.ts';
import type { SeekableFile } from './make-seekable.ts';

export interface Finishing {
  readonly makeSeekable: (from: string, to: string) => Promise<SeekableFile>;
  readonly log: (message: string) => void;
}

/** A file's head without a single frame is smaller than this. */
const MOST_HEAD_BYTES = 16_384;

const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The seekable copy, or undefined where there is no room for one or the file cannot be read: then it stays as it was written. */
async function tryMakeSeekable(part: string, draft: string, finishing: Finishing): Promise<SeekableFile | undefined> {
  const [{ size }, freeBytes] = await Promise.all([stat(part), readFreeBytes(dirname(part))]);
  if (!hasRoomToFinish(freeBytes, size)) {
    finishing.log('no room to make the recording seekable: it is kept as it was written');
    return undefined;
  }
  try {
    return await finishing.makeSeekable(part, draft);
  } catch (error) {
    finishing.log(`the recording could not be made seekable (${explain(error)}): it is kept as it was written`);
    await rm(draft, { force: true });
    return undefined;
  }
}

/** A rename is in the folder, and a folder has to be flushed too before what it replaces may go. Windows does so by itself. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Null where nothing had been recorded yet; throws where `part` cannot be reached or renamed, and then leaves it where it is. */
export async function finishRecording(part: string, finishing: Finishing): Promise<KeptRecording | null> {
  const folder = dirname(part);
  const name = basename(part, PART);
  const draft = `${part}.new`;
  await rm(draft, { force: true });
  const { size } = await stat(part);
  const made = size === 0 ? { durationSeconds: 0 } : await tryMakeSeekable(part, draft, finishing);
  if (made?.durationSeconds === 0 && size < MOST_HEAD_BYTES) {
    await rm(part);
    return null;
  }
  const seekable = made !== undefined && made.durationSeconds > 0;
  const path = await freePath(folder, name, []);
  await rename(seekable ? draft : part, path);
  await flushFolder(folder);
  if (seekable) await rm(part);
  return { path, name: basename(path), seekable };
}
