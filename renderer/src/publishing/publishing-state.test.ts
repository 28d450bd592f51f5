/** Publishing to a WHIP server that is away, comes back, or names a pause. */
import { expect, test } from 'vitest';
import { step, type PublishingEvent, type PublishingState, type PublishingTrouble } from './publishing-state.ts';

const off: PublishingState = { name: 'off' };
const failed = (why: PublishingTrouble, retryAfterMs: number | null = null): PublishingEvent => ({
  type: 'failed',
  why,
  retryAfterMs,
});

/** The state after the events, and what the last one asks for. */
function after(...events: PublishingEvent[]) {
  let state = off;
  let effects: readonly unknown[] = [];
  for (const event of events) [state, ...effects] = step(state, event);
  return { state, effects };
}

const wanted = { type: 'wanted' } as const;
const due = { type: 'retry-due' } as const;

test('opens when it is wanted, once, and ends when it is not', () => {
  expect(after(wanted)).toEqual({ state: { name: 'connecting', failures: 0 }, effects: [{ type: 'open' }] });
  expect(after(wanted, wanted).effects).toEqual([]);
  expect(after(wanted, { type: 'connected' }).state).toEqual({ name: 'live' });
  expect(after(wanted, { type: 'connected' }, { type: 'unwanted' })).toEqual({
    state: off,
    effects: [{ type: 'close' }],
  });
  expect(after({ type: 'unwanted' }).effects).toEqual([]);
});

test('a server that is away is tried again with growing pauses, for as long as it is wanted', () => {
  const pauses: unknown[] = [];
  const events: PublishingEvent[] = [wanted];
  for (let attempt = 0; attempt < 7; attempt += 1) {
    events.push(failed('unreachable'));
    pauses.push(after(...events).effects.at(-1));
    events.push(due);
    expect(after(...events).effects).toEqual([{ type: 'open' }]);
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30].map((s) => ({ type: 'retry-after', ms: s * 1_000 })));
  expect(after(...events, { type: 'unwanted' }, due)).toEqual({ state: off, effects: [] });
});

test('the pauses begin again once it was live, and a server may ask for longer ones', () => {
  const again = after(wanted, failed('busy'), due, { type: 'connected' }, failed('lost'));
  expect(again.effects).toEqual([{ type: 'close' }, { type: 'retry-after', ms: 1_000 }]);
  expect(after(wanted, failed('busy', 60_000)).effects.at(-1)).toEqual({ type: 'retry-after', ms: 60_000 });
});

test.each(['unauthorized', 'not-whip', 'offer-refused', 'no-picture'] as const)(
  '%s is not tried again by itself',
  (why) => {
    const refused = after(wanted, failed(why));
    expect(refused).toEqual({ state: { name: 'refused', why }, effects: [{ type: 'close' }] });
    expect(after(wanted, failed(why), due, { type: 'network-changed' }).state).toEqual(refused.state);
    expect(after(wanted, failed(why), { type: 'changed' }).effects).toEqual([{ type: 'open' }]);
  },
);

test('another network ends a wait, and leaves alone what runs', () => {
  const changed = { type: 'network-changed' } as const;
  expect(after(wanted, failed('unreachable'), changed).effects).toEqual([{ type: 'open' }]);
  expect(after(wanted, { type: 'connected' }, changed).effects).toEqual([]);
});
