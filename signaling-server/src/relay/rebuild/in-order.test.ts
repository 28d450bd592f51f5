/** The order of a plan's steps, and what waits after one that fails. */
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';
import type { RebuildStep } from './wanted.ts';

const destroy = (node: string, id: string): RebuildStep => ({ type: 'destroy-mountpoint', node, id });

const steps = [
  destroy('first', 'lectern.a.1'),
  destroy('first', 'lectern.a.2'),
  destroy('first', 'lectern.b.1'),
  destroy('second', 'lectern.a.3'),
];

test('steps of a node go out one after the other, nodes at the same time', async () => {
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const all = inOrder(steps, async (step) => {
    began.push(`${step.node} ${'id' in step ? step.id : ''}`);
    await new Promise<void>((resolve) => void ends.push(resolve));
    return 'done';
  });
  expect(began).toEqual(['first lectern.a.1', 'second lectern.a.3']);
  for (const count of [3, 4]) {
    for (const end of ends.splice(0)) end();
    await expect.poll(() => began).toHaveLength(count);
  }
  for (const end of ends.splice(0)) end();
  expect(await all).toEqual(['done', 'done', 'done', 'done']);
});

test('after a step that fails, those that follow for its room at its node wait; others do not', async () => {
  const began: string[] = [];
  const outcomes = await inOrder(steps, (step) => {
    const id = 'id' in step ? step.id : '';
    began.push(id);
    return Promise.resolve(id === 'lectern.a.1' ? 'failed' : 'done');
  });
  expect(began.toSorted()).toEqual(['lectern.a.1', 'lectern.a.3', 'lectern.b.1']);
  expect(outcomes).toEqual(['failed', 'failed', 'done', 'done']);
});
