import { expect, test } from 'vitest';
import { hasRoomToFinish, hasRoomToRecord, readFreeBytes, startTrouble, writeTrouble } from './disk-space.ts';
import { tmpdir } from 'node:os';

const failure = (code: string): Error => Object.assign(new Error(code), { code });

test('a recording ends with 200 MB left, and goes on where nobody says how much there is', () => {
  expect([200_000_001, 200_000_000, 0, null].map(hasRoomToRecord)).toEqual([true, false, false, true]);
});

test('finishing needs the file’s size once more', () => {
  expect(hasRoomToFinish(10_000_000, 8_000_000)).toBe(true);
  expect(hasRoomToFinish(8_500_000, 8_000_000)).toBe(false);
  expect(hasRoomToFinish(null, 8_000_000)).toBe(true);
});

test('a real folder says how much is free, one that is not there does not', async () => {
  expect(await readFreeBytes(tmpdir())).toBeGreaterThan(0);
  expect(await readFreeBytes('/not/there')).toBeNull();
});

test.each([
  ['ENOSPC', 'The disk is full.'],
  ['EDQUOT', 'The disk is full.'],
  ['EROFS', 'Lectern may no longer write to the disk.'],
  ['EIO', 'The disk can’t be reached any more.'],
])('while recording, %s is said as “%s”', (code, words) => {
  expect(writeTrouble(failure(code))).toBe(words);
});

test.each([
  ['EACCES', 'Lectern may not write in “/talks”.'],
  ['EROFS', 'Lectern may not write in “/talks”.'],
  ['ENOSPC', 'The disk is full.'],
  ['ENOTDIR', 'Lectern can’t make a file in “/talks”.'],
])('before it, %s is said as “%s …”', (code, words) => {
  expect(startTrouble(failure(code), '/talks')).toContain(words);
});
