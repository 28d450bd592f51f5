/** The order of events, effects and notifications, also where an effect throws. */
import { expect, test } from 'vitest';
import { Machine } from './machine.ts';

type Event =
  { readonly type: 'add'; readonly amount: number } | { readonly type: 'double' } | { readonly type: 'look' };
type Effect = { readonly type: 'report' } | { readonly type: 'double-later' };

function counter(perform: (effect: Effect, machine: Machine<number, Event, Effect>) => void) {
  const machine: Machine<number, Event, Effect> = new Machine<number, Event, Effect>({
    initial: 0,
    step: (state, event) => {
      if (event.type === 'double') return [state * 2, { type: 'report' }];
      if (event.type === 'look') return [state];
      return [state + event.amount, { type: 'double-later' }, { type: 'report' }];
    },
    perform: (effect) => perform(effect, machine),
  });
  return machine;
}

test('an event that an effect dispatches waits until the current one is done', () => {
  const reported: number[] = [];
  const machine = counter((effect, { dispatch, state }) => {
    if (effect.type === 'double-later') dispatch({ type: 'double' });
    else reported.push(state.get());
  });
  machine.dispatch({ type: 'add', amount: 3 });
  expect(reported).toEqual([3, 6]);
});

test('effects are performed before subscribers are notified', () => {
  const order: string[] = [];
  const machine = counter((effect) => order.push(effect.type));
  machine.state.subscribe(() => order.push(`published ${machine.state.get()}`));
  machine.dispatch({ type: 'add', amount: 1 });
  expect(order).toEqual(['double-later', 'report', 'published 1']);
});

test('subscribers are not notified of an event that changes nothing, nor after unsubscribing', () => {
  let notified = 0;
  const machine = counter(() => undefined);
  const unsubscribe = machine.state.subscribe(() => (notified += 1));
  machine.dispatch({ type: 'look' });
  expect(notified).toBe(0);
  machine.dispatch({ type: 'add', amount: 1 });
  unsubscribe();
  machine.dispatch({ type: 'add', amount: 1 });
  expect(notified).toBe(1);
});

test('an effect that throws does not block later events', () => {
  let isFirst = true;
  const machine = counter(() => {
    if (isFirst) {
      isFirst = false;
      throw new Error('broken effect');
    }
  });
  expect(() => machine.dispatch({ type: 'add', amount: 1 })).toThrow('broken effect');
  machine.dispatch({ type: 'double' });
  expect(machine.state.get()).toBe(2);
});

test('an effect that throws loses neither the events that wait nor the notification', () => {
  const machine = counter((effect, { dispatch }) => {
    if (effect.type !== 'double-later') return;
    dispatch({ type: 'double' });
    throw new Error('broken effect');
  });
  const seen: number[] = [];
  machine.state.subscribe(() => seen.push(machine.state.get()));
  expect(() => machine.dispatch({ type: 'add', amount: 3 })).toThrow('broken effect');
  expect(seen).toEqual([3, 6]);
});
