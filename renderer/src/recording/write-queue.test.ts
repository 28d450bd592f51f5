import { expect, test } from 'vitest';
import { WriteQueue } from './write-queue.ts';

/** A disk that answers when told to. */
function slowDisk() {
  const written: string[] = [];
  const answers: (() => void)[] = [];
  const failures: string[] = [];
  let trouble: Error | undefined;
  const queue = new WriteQueue<number>({
    write: (bytes) =>
      new Promise((resolve, reject) => {
        written.push(new TextDecoder().decode(bytes));
        answers.push(() => (trouble ? reject(trouble) : resolve(bytes.length)));
      }),
    onWritten: () => {},
    onFailed: (error) => failures.push(String(error)),
  });
  const hasWritten = (count: number): Promise<void> => expect.poll(() => written.length).toBe(count);
  const breaks = (): void => void (trouble = new Error('The disk is full.'));
  return { queue, written, failures, hasWritten, breaks, answer: () => answers.shift()?.() };
}

test('one piece at a time, in order; what came meanwhile goes as one', async () => {
  const { queue, written, hasWritten, answer } = slowDisk();
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

test('after a failure nothing more is written, and it is told once', async () => {
  const { queue, written, failures, hasWritten, answer, breaks } = slowDisk();
  queue.push(new Blob(['a']));
  queue.push(new Blob(['b']));
  await hasWritten(1);
  breaks();
  answer();
  await queue.drained();
  queue.push(new Blob(['c']));
  await queue.drained();
  expect([written, failures]).toEqual([['a'], ['Error: The disk is full.']]);
});

test('a disk that stays minutes behind ends it instead of filling the memory', async () => {
  const { queue, failures, hasWritten, answer } = slowDisk();
  queue.push(new Blob(['a']));
  await hasWritten(1);
  const megabytes = new Blob([new Uint8Array(10_000_000)]);
  for (let count = 0; count < 12; count += 1) queue.push(megabytes);
  expect(failures).toEqual([]);
  queue.push(megabytes);
  expect(failures).toEqual(['Error: The disk is too slow for a recording.']);
  answer();
  await queue.drained();
});
