/** When a room at a Janus counts as left over. */
import { expect, test } from 'vitest';
import { Leftovers } from './leftovers.ts';
import type { Found } from './wanted.ts';

const room = 'lectern.room';
const found: Found = new Map([
  ['origin', { mediaAddress: '10.0.0.1', rooms: new Map([[room, null]]), mountpoints: new Map() }],
]);
const empty: Found = new Map([['origin', { mediaAddress: '10.0.0.1', rooms: new Map(), mountpoints: new Map() }]]);

test('a room counts as left over once nobody has wanted it for long enough', () => {
  const leftovers = new Leftovers(1_000);
  expect(leftovers.among(found, [], 0).size).toBe(0);
  expect(leftovers.among(found, [], 999).size).toBe(0);
  expect([...leftovers.among(found, [], 1_000)]).toEqual([room]);
});

test('the time of one that has gone and comes again begins once more', () => {
  const leftovers = new Leftovers(1_000);
  leftovers.among(found, [], 0);
  leftovers.among(empty, [], 900);
  expect(leftovers.among(found, [], 1_500).size).toBe(0);
});

test('beside other instances nothing is left over', () => {
  const leftovers = new Leftovers(Infinity);
  leftovers.among(found, [], 0);
  expect(leftovers.among(found, [], 10 ** 9).size).toBe(0);
});
