/** Names of recordings and rooms stay within what file systems accept. */
import { expect, test } from 'vitest';
import { numberedName, recordingName, roomFileName } from './recording-name.ts';

const now = new Date(2026, 10, 22, 14, 5);

test.each([
  ['Tides', 'Lectern 2026-11-22 14-05 Tides.webm'],
  ['', 'Lectern 2026-11-22 14-05.webm'],
  ['../../etc/passwd', 'Lectern 2026-11-22 14-05 .. .. etc passwd.webm'],
  ['C:\\a|b?"c"<d>*', 'Lectern 2026-11-22 14-05 C a b c d.webm'],
  ['line\nbreak\u0000\u202egnp', 'Lectern 2026-11-22 14-05 line break gnp.webm'],
  ['and so on... ', 'Lectern 2026-11-22 14-05 and so on.webm'],
  ['…', 'Lectern 2026-11-22 14-05 ….webm'],
  ['...', 'Lectern 2026-11-22 14-05.webm'],
  ['Ebbe & Flut – 潮の満ち引き', 'Lectern 2026-11-22 14-05 Ebbe & Flut – 潮の満ち引き.webm'],
  ['half \ud83d', 'Lectern 2026-11-22 14-05 half.webm'],
])('a room called “%s”', (title, name) => {
  expect(recordingName(title, now)).toBe(name);
});

test('the longest title fits into 255 bytes with number and endings, and no character is cut in two', () => {
  const name = numberedName(recordingName('🎓'.repeat(80), now), 99);
  expect(Buffer.byteLength(`${name}.part.part`)).toBeLessThan(255);
  expect(name).toMatch(/05 🎓+ \(99\)\.webm$/u);
});

test('the second recording of a minute has a number', () => {
  expect(numberedName('a.webm', 1)).toBe('a.webm');
  expect(numberedName('a.webm', 2)).toBe('a (2).webm');
});

test('a room’s file is named by its title', () => {
  expect(roomFileName('Tides?')).toBe('Lectern room Tides.lectern-room');
  expect(roomFileName('')).toBe('Lectern room.lectern-room');
});
