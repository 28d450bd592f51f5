import { expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

test('a step waits for the one before it, whatever that comes to', async () => {
  const run = inTurn();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const failed = run(async () => {
    order.push('first begins');
    await first.promise;
    order.push('first fails');
    throw new Error('no');
  });
  const second = run(async () => {
    order.push('second');
    return 2;
  });
  first.resolve();
  await expect(failed).rejects.toThrow('no');
  expect(await second).toBe(2);
  expect(order).toEqual(['first begins', 'first fails', 'second']);
});
