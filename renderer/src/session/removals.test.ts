/** Which removals are sent to which version of the service, and when again. */
import { expect, test } from 'vitest';
import { SignalingError, WatcherId } from '@lectern/protocol';
import { Removals } from './removals.ts';

const ada = WatcherId.parse('a'.repeat(22));
const bob = WatcherId.parse('b'.repeat(22));
/** Removed in an earlier run. */
const eve = WatcherId.parse('e'.repeat(22));

function removalsAt(version: number | null, answers: boolean) {
  const requested: WatcherId[] = [];
  const kept: WatcherId[] = [];
  const requestRemoval = async (watcherId: WatcherId): Promise<void> => {
    requested.push(watcherId);
    if (!answers) throw new SignalingError('unreachable');
  };
  const memory = { read: () => [eve], add: (watcherId: WatcherId) => void kept.push(watcherId) };
  const removals = new Removals({ removed: new Set([ada, bob]), memory, requestRemoval, version: () => version });
  return { requested, kept, removals };
}

test('the service is asked to keep a watcher out', async () => {
  const { requested, kept, removals } = removalsAt(2, true);
  expect(await removals.request(ada)).toBe('kept-out');
  expect([requested, kept]).toEqual([[ada], [ada]]);
});

test('a service of version 1, which does not know the request, is not asked', async () => {
  const { requested, removals } = removalsAt(1, true);
  expect(await removals.request(ada)).toBe('cut-off');
  expect(requested).toEqual([]);
});

test.each([
  ['away', null, true],
  ['not answering', 2, false],
] as const)('a service that is %s is asked when the room is next open', async (_how, version, answers) => {
  const { removals } = removalsAt(version, answers);
  expect(await removals.request(ada)).toBe('later');
});

test('a service that may have forgotten is asked for everyone again', () => {
  const { requested, removals } = removalsAt(2, true);
  removals.requestAll();
  expect(requested).toEqual([ada, bob]);
});

test('an opening names everyone removed, also in earlier runs of the app, where the service knows that', () => {
  expect(removalsAt(3, true).removals.inOpening(3)).toEqual({ removed: [eve, ada, bob] });
  expect(removalsAt(2, true).removals.inOpening(2)).toEqual({});
});
