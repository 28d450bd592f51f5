/** The directory of the only instance. */
import { RoomId } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { newInstanceId } from './instance.ts';
import { LoneDirectory } from './lone-directory.ts';

const room = RoomId.parse('a'.repeat(20));
const facts = { wire: { newest: 1, oldest: 1 }, draining: false, rooms: 3, watchers: 40 };

test('the only instance owns each room that has been proven, and lists itself', async () => {
  const self = newInstanceId();
  const directory = new LoneDirectory({ self, facts: () => facts });
  expect(await directory.ownerOf(room)).toBeUndefined();
  const first = await directory.claim(room);
  expect(first.instance).toBe(self);
  expect(await directory.ownerOf(room)).toEqual(first);
  expect([...directory.owned()]).toEqual([room]);
  await directory.release(room);
  expect(await directory.ownerOf(room)).toBeUndefined();
  expect((await directory.claim(room)).fence).toBeGreaterThan(first.fence);
  expect(directory.instances()).toEqual([{ id: self, ...facts }]);
});
