/** Where recordings are made seekable: a process of its own, so that a long one never holds up the main process and a bad one ends only this. */
import { makeSeekable } from './make-seekable.ts';
import type { SeekableAnswer, SeekableTask } from './seekable-task.ts';

process.parentPort.once('message', ({ data }: { readonly data: SeekableTask }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  const answer = (told: SeekableAnswer): void => process.parentPort.postMessage(told);
  makeSeekable(data.from, data.to).then(
    ({ durationSeconds }) => answer({ ok: true, durationSeconds }),
    (error: unknown) => answer({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
});
