/** When clients are notified that their return will take longer. */
import { expect, test } from 'vitest';
import { FakeOutlet } from '../room/fake-outlet.fixture.ts';
import { ReturnChanges } from './return-changes.ts';

const changedTo = (returnWithinMs: number) => ['return:changed', { returnWithinMs }];

function changes() {
  const outlet = new FakeOutlet();
  const now = { ms: 0 };
  const returnChanges = new ReturnChanges({
    policy: { leastChangedMs: 500 },
    returns: { withinMs: () => now.ms },
    peers: { outlets: (role) => (role === 'watcher' ? [outlet] : []) },
  });
  const growTo = (ms: number): void => {
    for (; now.ms <= ms; now.ms += 2) returnChanges.check('watcher');
  };
  return { now, growTo, outlet };
}

test('clients are notified each time their time to return has doubled', () => {
  const { growTo, outlet } = changes();
  growTo(498);
  expect(outlet.events).toEqual([]);
  growTo(5_000);
  expect(outlet.events).toEqual([500, 1_000, 2_000, 4_000].map(changedTo));
});

test('an instance that has emptied notifies those that fill it again', () => {
  const { now, growTo, outlet } = changes();
  growTo(1_000);
  now.ms = 10;
  growTo(1_000);
  expect(outlet.events).toEqual([500, 1_000, 500, 1_000].map(changedTo));
});
