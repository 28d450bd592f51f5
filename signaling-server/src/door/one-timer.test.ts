/** One timer in the place of many. */
import { expect, test } from 'vitest';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { OneTimer } from './one-timer.ts';

const setUp = () => {
  const clock = new FakeClock();
  const ran: string[] = [];
  return { clock, ran, timer: new OneTimer(clock, 10) };
};

test('each thing runs at the interval from its own beginning on', () => {
  const { clock, ran, timer } = setUp();
  const start = clock.elapsed();
  const note = (name: string) => () => void ran.push(`${name} ${String(clock.elapsed() - start)}`);
  timer.add({ run: note('one') });
  clock.advance(4);
  timer.add({ run: note('two') });
  clock.advance(26);
  expect(ran).toEqual(['one 10', 'two 14', 'one 20', 'two 24', 'one 30']);
  expect(clock.timers).toBe(1);
});

test('a thing that is removed does not run, and without any there is no timer', () => {
  const { clock, ran, timer } = setUp();
  const ended = { run: () => void ran.push('ended') };
  timer.add(ended);
  timer.add({ run: () => void ran.push('stays') });
  timer.remove(ended);
  clock.advance(10);
  expect(ran).toEqual(['stays']);
  const alone = new OneTimer(clock, 10);
  const timers = clock.timers;
  const never = { run: () => void ran.push('never') };
  alone.add(never);
  alone.remove(never);
  clock.advance(10);
  expect(ran).not.toContain('never');
  expect(clock.timers).toBe(timers);
});

test('a thing that fails keeps no other from running later', () => {
  const { clock, ran, timer } = setUp();
  timer.add({
    run: () => {
      throw new Error('a bug');
    },
  });
  clock.advance(5);
  timer.add({ run: () => void ran.push('later') });
  expect(() => clock.advance(5)).toThrow('a bug');
  clock.advance(5);
  expect(ran).toEqual(['later']);
});
