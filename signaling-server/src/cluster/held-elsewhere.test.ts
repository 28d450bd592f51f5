/** Counts from other instances add up, and reveal no address or identity. */
import { expect, test } from 'vitest';
import { HeldElsewhere } from './held-elsewhere.ts';
import { newInstanceId, type InstanceFacts, type OwnFacts } from './instance.ts';

const secret = Buffer.alloc(32, 1);
const ADDRESS = 'address 198.51.100.7';

const other = (held?: OwnFacts['held']): InstanceFacts => ({
  id: newInstanceId(),
  wire: { newest: 1, oldest: 1 },
  draining: false,
  rooms: 0,
  watchers: 0,
  ...(held === undefined ? {} : { held }),
});

const says = (rooms: number, watchers: number, ofSecret = secret): InstanceFacts =>
  other(new HeldElsewhere(ofSecret, () => []).shown([{ holder: ADDRESS, rooms, watchers }]));

test('rooms and watchers of other instances add up, as long as these are alive', () => {
  let others = [says(2, 30), other(), says(1, 5)];
  const here = new HeldElsewhere(secret, () => others);
  expect(here.of(ADDRESS)).toEqual({ rooms: 3, watchers: 35 });
  expect(here.of('address 198.51.100.8')).toEqual({ rooms: 0, watchers: 0 });
  others = [says(1, 5)];
  expect(here.of(ADDRESS)).toEqual({ rooms: 1, watchers: 5 });
});

test('neither an address nor an identity can be read in it, or found with another secret', () => {
  const facts = says(2, 30);
  expect(JSON.stringify(facts)).not.toContain('198.51.100.7');
  const stranger = new HeldElsewhere(Buffer.alloc(32, 2), () => [facts]);
  expect(stranger.of(ADDRESS)).toEqual({ rooms: 0, watchers: 0 });
});
