/** Makes one recording seekable in a process of its own. */
import { utilityProcess } from 'electron';
import { join } from 'node:path';
import type { SeekableFile } from './make-seekable.ts';
import { SeekableAnswer, type SeekableTask } from './seekable-task.ts';

/** Built into the same folder as the main process. */
const program = join(import.meta.dirname, 'seekable-process.js');

export function runSeekableProcess(from: string, to: string): Promise<SeekableFile> {
  const child = utilityProcess.fork(program, [], { serviceName: 'Lectern recording' });
  const answered = new Promise<SeekableFile>((resolve, reject) => {
    child.once('message', (message: unknown) => {
      const answer = SeekableAnswer.safeParse(message);
      if (!answer.success) reject(new Error('its process sent an invalid answer'));
      else if (answer.data.ok) resolve({ durationSeconds: answer.data.durationSeconds });
      else reject(new Error(answer.data.message));
    });
    child.once('exit', (code) => reject(new Error(`its process ended with ${code} and without an answer`)));
  });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
  child.postMessage({ from, to } satisfies SeekableTask);
  return answered.finally(() => child.kill());
}
