import { expect, test } from 'vitest';
import { stepLeaving, type Leaving, type LeavingEvent } from './leaving.ts';

const wanted: LeavingEvent = { name: 'close-wanted', mustAsk: true };
const answered = (answer: 'background' | 'stop' | 'stay'): LeavingEvent => ({ name: 'answered', answer });

/** The effects of each event in turn. */
function run(...events: readonly LeavingEvent[]): (readonly string[])[] {
  let state: Leaving = 'here';
  return events.map((event) => {
    const step = stepLeaving(state, event);
    [state] = step;
    return step;
  });
}

test('off air it just closes', () => {
  expect(run({ name: 'close-wanted', mustAsk: false })).toEqual([['here']]);
});

test('live it asks, again where it is tried again, and does as it is told', () => {
  expect(run(wanted, wanted, answered('stay'), wanted, answered('background'))).toEqual([
    ['asked', 'hold', 'ask'],
    ['asked', 'hold', 'ask'],
    ['here'],
    ['asked', 'hold', 'ask'],
    ['here', 'step-back'],
  ]);
});

test('stopping tells the watchers first, then goes, late or not', () => {
  const end = ['going', 'quit'];
  expect(run(wanted, answered('stop'), wanted, { name: 'stopped' }, wanted)).toEqual([
    ['asked', 'hold', 'ask'],
    ['stopping', 'stop'],
    ['stopping', 'hold'],
    end,
    ['going'],
  ]);
  expect(run(wanted, answered('stop'), { name: 'overdue' }).at(-1)).toEqual(end);
});

test('an answer that nobody asked for does nothing', () => {
  expect(run(answered('stop'), { name: 'stopped' }, { name: 'overdue' })).toEqual([['here'], ['here'], ['here']]);
});

test('the machine shutting down is never held up', () => {
  expect(run(wanted, { name: 'system-ends' }, wanted)).toEqual([['asked', 'hold', 'ask'], ['going'], ['going']]);
});
