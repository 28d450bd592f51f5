/**
 * Closing and quitting, live and off air, with a page that does not stop and a system that shuts
 * down.
 */
import { expect, test } from 'vitest';
import { preventsClose, stepLeaving, type LeavingEvent, type LeavingState } from './leaving-state.ts';

const close: LeavingEvent = { type: 'close-requested', mustAsk: true };
const answer = (given: 'background' | 'stop' | 'stay'): LeavingEvent => ({ type: 'answered', answer: given });

/** State and effects after each event. */
function run(...events: readonly LeavingEvent[]): (readonly string[])[] {
  let state: LeavingState = 'staying';
  return events.map((event) => {
    const step = stepLeaving(state, event);
    [state] = step;
    return step.map((part) => (typeof part === 'string' ? part : part.type));
  });
}

test('off air the window just closes', () => {
  expect(run({ type: 'close-requested', mustAsk: false })).toEqual([['staying']]);
});

test('while live it asks, again at each further attempt, and does what the answer says', () => {
  expect(run(close, close, answer('stay'), close, answer('background'))).toEqual([
    ['asking', 'ask'],
    ['asking', 'ask'],
    ['staying'],
    ['asking', 'ask'],
    ['staying', 'go-to-background'],
  ]);
});

test('the window stays open while the question is open and while the page stops', () => {
  expect((['staying', 'asking', 'stopping', 'leaving'] as const).map(preventsClose)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('stopping comes before quitting, and a page that does not stop in time is not waited for', () => {
  const end = ['leaving', 'quit'];
  expect(run(close, answer('stop'), close, { type: 'stopped' }, close)).toEqual([
    ['asking', 'ask'],
    ['stopping', 'stop'],
    ['stopping'],
    end,
    ['leaving'],
  ]);
  expect(run(close, answer('stop'), { type: 'stop-timed-out' }).at(-1)).toEqual(end);
});

test('an answer without a question does nothing', () => {
  expect(run(answer('stop'), { type: 'stopped' }, { type: 'stop-timed-out' })).toEqual([
    ['staying'],
    ['staying'],
    ['staying'],
  ]);
});

test('a shutdown of the machine is never held up', () => {
  expect(run(close, { type: 'system-ends' }, close)).toEqual([['asking', 'ask'], ['leaving'], ['leaving']]);
});
