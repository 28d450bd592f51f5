/** How many tasks run at once, and what becomes of those that wait. */
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { InTurn } from './in-turn.ts';

function setUp() {
  const clock = new FakeClock();
  const done: number[] = [];
  const inTurn = new InTurn(clock, { atOnce: 2, everyMs: 10 });
  const add = (...numbers: readonly number[]): void => inTurn.add(numbers.map((each) => () => void done.push(each)));
  return { clock, done, inTurn, add };
}

test('some run at once, the others after them, in order', () => {
  const { clock, done, add } = setUp();
  add(1, 2, 3, 4, 5);
  expect(done).toEqual([1, 2]);
  add(6);
  expect(done).toEqual([1, 2]);
  clock.advance(10);
  expect(done).toEqual([1, 2, 3, 4]);
  clock.advance(100);
  expect(done).toEqual([1, 2, 3, 4, 5, 6]);
  add(7);
  expect(done.at(-1)).toBe(7);
});

test('what still waits is run when it is closed', () => {
  const { clock, done, inTurn, add } = setUp();
  add(1, 2, 3);
  inTurn.close();
  clock.advance(100);
  expect(done).toEqual([1, 2, 3]);
});
