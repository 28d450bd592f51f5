/** Pieces of a recording wait for a slow disk, up to a bound. */
import { expect, test } from 'vitest';
import { DiskTooSlowError, WriteQueue } from './write-queue.ts';

/** A queue with a fake disk that finishes each write on `answer()`. */
function queueWithSlowDisk() {
  const written: string[] = [];
  const answers: (() => void)[] = [];
  const failures: unknown[] = [];
  let failure: Error | undefined;
  const queue = new WriteQueue<number>({
    write: (bytes) =>
      new Promise((resolve, reject) => {
        written.push(new TextDecoder().decode(bytes));
        answers.push(() => (failure ? reject(failure) : resolve(bytes.length)));
      }),
    onWritten: () => {},
    onFailed: (error) => failures.push(error),
  });
  const hasWritten = (count: number): Promise<void> => expect.poll(() => written.length).toBe(count);
  const breakDisk = (): void => void (failure = new Error('The disk is full.'));
  return { queue, written, failures, hasWritten, breakDisk, answer: () => answers.shift()?.() };
}

test('pieces are written in order and one at a time; data that waits is written as one piece', async () => {
  const { queue, written, hasWritten, answer } = queueWithSlowDisk();
  for (const text of ['a', 'b', '', 'c']) queue.push(new Blob([text]));
  await hasWritten(1);
  answer();
  await hasWritten(2);
  expect(written).toEqual(['a', 'bc']);
  queue.push(new Blob(['d']));
  const drained = queue.drained();
  answer();
  await hasWritten(3);
  answer();
  await drained;
  expect(written).toEqual(['a', 'bc', 'd']);
});

test('after a failure nothing more is written, and the failure is reported once', async () => {
  const { queue, written, failures, hasWritten, answer, breakDisk } = queueWithSlowDisk();
  queue.push(new Blob(['a']));
  queue.push(new Blob(['b']));
  await hasWritten(1);
  breakDisk();
  answer();
  await queue.drained();
  queue.push(new Blob(['c']));
  await queue.drained();
  expect([written, failures]).toEqual([['a'], [new Error('The disk is full.')]]);
});

test('a disk that is minutes behind makes the queue fail instead of filling the memory', async () => {
  const { queue, failures, hasWritten, answer } = queueWithSlowDisk();
  queue.push(new Blob(['a']));
  await hasWritten(1);
  const megabytes = new Blob([new Uint8Array(10_000_000)]);
  for (let count = 0; count < 12; count += 1) queue.push(megabytes);
  expect(failures).toEqual([]);
  queue.push(megabytes);
  expect(failures).toEqual([new DiskTooSlowError()]);
  answer();
  await queue.drained();
});
