/**
 * The process that makes recordings seekable: a long one does not block the main process, and a
 * crash ends only this one.
 */
import { makeSeekable } from './make-seekable.ts';
import type { SeekableAnswer, SeekableTask } from './seekable-task.ts';

process.parentPort.once('message', ({ data }: { readonly data: SeekableTask }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  const reply = (answer: SeekableAnswer): void => process.parentPort.postMessage(answer);
  makeSeekable(data.from, data.to).then(
    ({ durationSeconds }) => reply({ ok: true, durationSeconds }),
    (error: unknown) => reply({ ok: false, message: error instanceof Error ? error.message : String(error) }),
  );
});
