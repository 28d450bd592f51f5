import { expect, test } from 'vitest';
import { SignalingError, WatcherId } from '@lectern/protocol';
import { Removals } from './removals.ts';

const ada = WatcherId.parse('a'.repeat(22));
const bob = WatcherId.parse('b'.repeat(22));

function serviceOf(version: number | null, answers: boolean) {
  const asked: WatcherId[] = [];
  const keepOut = async (watcherId: WatcherId): Promise<void> => {
    asked.push(watcherId);
    if (!answers) throw new SignalingError('unreachable');
  };
  return { asked, removals: new Removals({ keepOut, version: () => version }) };
}

test('the service is asked to keep a watcher out', async () => {
  const { asked, removals } = serviceOf(2, true);
  expect(removals.has(ada)).toBe(false);
  expect(await removals.remove(ada)).toBe('kept-out');
  expect(removals.has(ada)).toBe(true);
  expect(removals.has(bob)).toBe(false);
  expect(asked).toEqual([ada]);
});

test('a service of version 1 is not asked for what it does not know', async () => {
  const { asked, removals } = serviceOf(1, true);
  expect(await removals.remove(ada)).toBe('cut-off');
  expect(removals.has(ada)).toBe(true);
  expect(asked).toEqual([]);
});

test.each([
  ['away', null, true],
  ['not answering', 2, false],
] as const)('a service that is %s is told when the room is open again', async (_how, version, answers) => {
  const { removals } = serviceOf(version, answers);
  expect(await removals.remove(ada)).toBe('later');
  expect(removals.has(ada)).toBe(true);
});

test('everybody removed is named again to a service that may have forgotten', async () => {
  const { asked, removals } = serviceOf(2, true);
  await removals.remove(ada);
  await removals.remove(bob);
  asked.length = 0;
  removals.repeat();
  expect(asked).toEqual([ada, bob]);
});
