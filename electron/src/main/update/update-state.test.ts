import { expect, test } from 'vitest';
import { airOf, firstUpdateState, step, whyNotNow, type UpdateEffect, type UpdateEvent } from './update-state.ts';

/** The phase and every effect after these events. */
function after(...events: readonly UpdateEvent[]) {
  let state = firstUpdateState;
  const effects: UpdateEffect[] = [];
  for (const event of events) {
    const [next, ...more] = step(state, event);
    state = next;
    effects.push(...more);
  }
  return { state, phase: state.phase.name, effects: effects.map((effect) => effect.type) };
}

const due: UpdateEvent = { type: 'due' };
const found: UpdateEvent = { type: 'found', version: '1.2.0' };
const fetched: UpdateEvent = { type: 'fetched' };
const failed: UpdateEvent = { type: 'failed', why: 'no line' };
const taken: UpdateEvent = { type: 'air', air: 'taken' };
const free: UpdateEvent = { type: 'air', air: 'free' };
const install: UpdateEvent = { type: 'install' };

test('a new version is found, fetched, told, and installed when asked for', () => {
  const { phase, effects } = after(due, found, fetched, install);
  expect([phase, effects]).toEqual(['installing', ['look', 'fetch', 'tell', 'install']]);
});

test('paused is still live, and a recording alone is enough to be left alone', () => {
  const airs = (['off', 'live', 'paused'] as const).flatMap((air) =>
    [false, true].map((recording) => airOf({ air, recording })),
  );
  expect(airs).toEqual(['free', 'taken', 'taken', 'taken', 'taken', 'taken']);
});

test('nothing new: it looks again when it is time', () => {
  expect(after(due, { type: 'none' }, due).effects).toEqual(['look', 'look']);
});

test('while the presenter is busy nothing is looked for; it is made up for at once', () => {
  expect(after(taken, due)).toMatchObject({ phase: 'due', effects: [] });
  expect(after(taken, due, due, free)).toMatchObject({ phase: 'looking', effects: ['look'] });
});

test('going live stops a fetch, and the end of it starts that anew', () => {
  const live = after(due, found, taken);
  expect(live).toMatchObject({ phase: 'found', effects: ['look', 'fetch', 'cancelFetch'] });
  // The cancelled fetch reports itself as failed: no news.
  const rested = after(due, found, taken, failed, free);
  expect(rested).toMatchObject({ phase: 'fetching', effects: ['look', 'fetch', 'cancelFetch', 'fetch'] });
});

test('found while live: fetched only afterwards', () => {
  expect(after(due, taken, found).effects).toEqual(['look']);
  expect(after(due, taken, found, free).effects).toEqual(['look', 'fetch']);
});

test('a fetch that ended before it could be stopped is not thrown away', () => {
  expect(after(due, found, taken, fetched)).toMatchObject({
    phase: 'ready',
    effects: expect.arrayContaining(['tell']),
  });
});

test('nothing is ever installed while live or recording', () => {
  const busy = after(due, found, fetched, taken, install);
  expect(busy).toMatchObject({ phase: 'ready', effects: ['look', 'fetch', 'tell'] });
  expect(whyNotNow(busy.state)).toContain('waits until you have stopped');
  const stopped = after(due, found, fetched, taken, install, free);
  expect(stopped.effects).not.toContain('install');
  expect(whyNotNow(stopped.state)).toBeUndefined();
});

test('nothing is installed that is not there', () => {
  expect(after(install).effects).toEqual([]);
  expect(whyNotNow(firstUpdateState)).toContain('no new version');
  expect(after(due, found, install).effects).not.toContain('install');
});

test.each([
  ['looking', [due, failed]],
  ['fetching', [due, found, failed]],
])('a failure while %s is logged, disturbs nobody, and is tried again later', (_phase, events: UpdateEvent[]) => {
  const { phase, effects } = after(...events);
  expect([phase, effects.at(-1)]).toEqual(['resting', 'log']);
  expect(effects).not.toContain('tell');
  expect(after(...events, due).effects.at(-1)).toBe('look');
});

test('an installation that fails is offered again', () => {
  expect(after(due, found, fetched, install, failed)).toMatchObject({ phase: 'ready' });
  expect(
    after(due, found, fetched, install, failed, install).effects.filter((type) => type === 'install'),
  ).toHaveLength(2);
});
