/** Which holders of waiting bytes are counted. */
import { expect, test } from 'vitest';
import { WaitingBytes } from './waiting-bytes.ts';

test('a holder is counted until it holds nothing, and again when it has got more', () => {
  const waiting = new WaitingBytes(Infinity);
  const [slow, other] = [{ bytes: 5 }, { bytes: 7 }];
  waiting.add(slow);
  waiting.add(other);
  expect(waiting.total).toBe(12);
  slow.bytes = 0;
  expect(waiting.total).toBe(7);
  slow.bytes = 3;
  waiting.add(slow);
  expect(waiting.total).toBe(10);
});

test('a holder that is removed is not counted', () => {
  const waiting = new WaitingBytes(Infinity);
  const gone = { bytes: 5 };
  waiting.add(gone);
  waiting.remove(gone);
  expect(waiting.total).toBe(0);
});
