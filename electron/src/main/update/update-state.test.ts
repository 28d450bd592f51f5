/** Updates are found, downloaded and installed, and never disturb a broadcast or a recording. */
import { expect, test } from 'vitest';
import {
  activityOf,
  initialUpdateState,
  stepUpdate,
  whyNotNow,
  type UpdateEffect,
  type UpdateEvent,
} from './update-state.ts';

/** The phase and every effect after these events. */
function after(...events: readonly UpdateEvent[]) {
  let state = initialUpdateState;
  const effects: UpdateEffect[] = [];
  for (const event of events) {
    const [next, ...more] = stepUpdate(state, event);
    state = next;
    effects.push(...more);
  }
  return { state, phase: state.phase.name, effects: effects.map((effect) => effect.type) };
}

const due: UpdateEvent = { type: 'due' };
const found: UpdateEvent = { type: 'found', version: '1.2.0' };
const downloaded: UpdateEvent = { type: 'downloaded' };
const failed: UpdateEvent = { type: 'failed', reason: 'no network' };
const busy: UpdateEvent = { type: 'presenter-changed', presenter: 'busy' };
const free: UpdateEvent = { type: 'presenter-changed', presenter: 'free' };
const install: UpdateEvent = { type: 'install' };

test('a new version is found, downloaded, announced, and installed when the presenter asks for it', () => {
  const { phase, effects } = after(due, found, downloaded, install);
  expect([phase, effects]).toEqual(['installing', ['check', 'download', 'announce', 'install']]);
});

test('the presenter is busy while live, paused or recording', () => {
  const activities = (['off', 'live', 'paused'] as const).flatMap((air) =>
    [false, true].map((recording) => activityOf({ air, recording })),
  );
  expect(activities).toEqual(['free', 'busy', 'busy', 'busy', 'busy', 'busy']);
});

test('with nothing new it checks again when it is time', () => {
  expect(after(due, { type: 'nothing-new' }, due).effects).toEqual(['check', 'check']);
});

test('a check that is due while the presenter is busy is made right afterwards', () => {
  expect(after(busy, due)).toMatchObject({ phase: 'due', effects: [] });
  expect(after(busy, due, due, free)).toMatchObject({ phase: 'checking', effects: ['check'] });
});

test('going live cancels a download, which starts again afterwards', () => {
  const live = after(due, found, busy);
  expect(live).toMatchObject({ phase: 'found', effects: ['check', 'download', 'cancel-download'] });
  // The cancelled download reports a failure, which changes nothing.
  const stopped = after(due, found, busy, failed, free);
  expect(stopped).toMatchObject({
    phase: 'downloading',
    effects: ['check', 'download', 'cancel-download', 'download'],
  });
});

test('a version found while live is downloaded afterwards', () => {
  expect(after(due, busy, found).effects).toEqual(['check']);
  expect(after(due, busy, found, free).effects).toEqual(['check', 'download']);
});

test('a download that ended before it could be cancelled is kept', () => {
  expect(after(due, found, busy, downloaded)).toMatchObject({
    phase: 'ready',
    effects: expect.arrayContaining(['announce']),
  });
});

test('nothing is ever installed while live or recording', () => {
  const live = after(due, found, downloaded, busy, install);
  expect(live).toMatchObject({ phase: 'ready', effects: ['check', 'download', 'announce'] });
  expect(whyNotNow(live.state)).toContain('waits until you have stopped');
  const stopped = after(due, found, downloaded, busy, install, free);
  expect(stopped.effects).not.toContain('install');
  expect(whyNotNow(stopped.state)).toBeUndefined();
});

test('nothing is installed before it has been downloaded', () => {
  expect(after(install).effects).toEqual([]);
  expect(whyNotNow(initialUpdateState)).toContain('no new version');
  expect(after(due, found, install).effects).not.toContain('install');
});

test.each([
  ['checking', [due, failed]],
  ['downloading', [due, found, failed]],
])('a failure while %s is logged, is not shown, and is tried again later', (_phase, events: UpdateEvent[]) => {
  const { phase, effects } = after(...events);
  expect([phase, effects.at(-1)]).toEqual(['idle', 'log-failure']);
  expect(effects).not.toContain('announce');
  expect(after(...events, due).effects.at(-1)).toBe('check');
});

test('an installation that fails is offered again', () => {
  expect(after(due, found, downloaded, install, failed)).toMatchObject({ phase: 'ready' });
  expect(
    after(due, found, downloaded, install, failed, install).effects.filter((type) => type === 'install'),
  ).toHaveLength(2);
});
