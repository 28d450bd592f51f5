import { expect, test } from 'vitest';
import { inPool } from './in-pool.ts';

test('results keep the order, however long each takes', async () => {
  const later = [Promise.withResolvers<string>(), Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const all = inPool(later, 3, ({ promise }) => promise);
  for (const [index, { resolve }] of [...later.entries()].toReversed()) resolve(`item ${index}`);
  expect(await all).toEqual(['item 0', 'item 1', 'item 2']);
});

test('no more than the width run at once, and all get their turn', async () => {
  let running = 0;
  let most = 0;
  const done = await inPool([1, 2, 3, 4, 5], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    running -= 1;
    return item;
  });
  expect(done).toEqual([1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});
