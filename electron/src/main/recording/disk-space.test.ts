/** How much space a recording needs, and the sentences about full and failing disks. */
import { expect, test } from 'vitest';
import { hasRoomToFinish, hasRoomToRecord, readFreeBytes, startTrouble, writeTrouble } from './disk-space.ts';
import { tmpdir } from 'node:os';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

test('a recording ends with 200 MB left, and continues where the free space is unknown', () => {
  expect([200_000_001, 200_000_000, 0, null].map(hasRoomToRecord)).toEqual([true, false, false, true]);
});

test('finishing needs the size of the file again', () => {
  expect(hasRoomToFinish(10_000_000, 8_000_000)).toBe(true);
  expect(hasRoomToFinish(8_500_000, 8_000_000)).toBe(false);
  expect(hasRoomToFinish(null, 8_000_000)).toBe(true);
});

test('the free space of a folder is known, and that of a missing folder is not', async () => {
  expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
  expect(await readFreeBytes('/not/there')).toBeNull();
});

test.each([
  ['ENOSPC', 'The disk is full.'],
  ['EDQUOT', 'The disk is full.'],
  ['EROFS', 'Lectern may no longer write to the disk.'],
  ['EIO', 'The disk can no longer be reached.'],
])('while recording, %s shows “%s”', (code, words) => {
  expect(writeTrouble(failure(code))).toBe(words);
});

test.each([
  ['EACCES', 'Lectern may not write to “/talks”.'],
  ['EROFS', 'Lectern may not write to “/talks”.'],
  ['ENOSPC', 'The disk is full.'],
  ['ENOTDIR', 'Lectern can’t create a file in “/talks”.'],
])('at the start, %s shows “%s …”', (code, words) => {
  expect(startTrouble(failure(code), '/talks')).toContain(words);
});
