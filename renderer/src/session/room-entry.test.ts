/** What the presenter sets becomes rules that fit what a page sends. */
import { createHash, pbkdf2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { normalizePasscode, RoomId, type EntryRules } from '@lectern/protocol';
import { openEntry, type RoomEntry } from '@lectern/bridge';
import { RoomEntrySettings, rulesOf, suggestPasscode } from './room-entry.ts';

const roomId = RoomId.parse('abcdefghijkmnpqrstuv');

async function settings(entry: RoomEntry | null) {
  const stored: RoomEntry[] = [];
  const told: EntryRules[] = [];
  const desktop = { readEntry: async () => entry, storeEntry: async (next: RoomEntry) => void stored.push(next) };
  const made = await RoomEntrySettings.open(desktop, roomId);
  made.connect({ change: async (rules) => void told.push(rules) });
  return { made, stored, told };
}

test('a passcode becomes the verifier that docs/protocol.md describes', async () => {
  const { made, stored, told } = await settings(openEntry);
  await made.setPasscode('Wave Pool 7', 'leave');
  const proof = pbkdf2Sync('wavepool7', `lectern passcode v1\n${roomId}`, 600_000, 32, 'sha256').toString('base64url');
  const verifier = createHash('sha256').update(`lectern passcode verifier v1\n${proof}`).digest('base64url');
  expect(told).toMatchObject([{ passcode: { verifier }, watchers: 'leave' }]);
  expect(stored).toMatchObject([{ passcode: { text: 'Wave Pool 7' }, lobby: false, watchers: 'leave' }]);
  expect(stored[0]?.passcode?.generation).toBe(told[0]?.passcode?.generation);
});

test('every new passcode has another generation, also the same again', async () => {
  const { made, stored } = await settings(openEntry);
  await made.setPasscode('wave pool 7', 'stay');
  await made.setPasscode('wave pool 7', 'stay');
  await made.setLobby(true);
  const [first, second, third] = stored.map(({ passcode }) => passcode?.generation);
  expect(first).not.toBe(second);
  expect(third).toBe(second);
});

test('what cannot be opened makes a lobby, not an open room', async () => {
  expect(await rulesOf(roomId, null)).toEqual({ passcode: null, lobby: true, watchers: 'stay' });
  const { made, told } = await settings(null);
  await made.setPasscode(null, 'stay');
  expect(told).toEqual([{ passcode: null, lobby: true, watchers: 'stay' }]);
});

test('a suggested passcode is easy to read out and never the same', () => {
  const all = Array.from({ length: 200 }, suggestPasscode);
  expect(new Set(all).size).toBe(all.length);
  for (const passcode of all) expect(passcode).toMatch(/^[a-km-np-z2-9]{4} [a-km-np-z2-9]{4}$/);
});

test.each([
  ['WAVE pool\t7', 'wavepool7'],
  ['Straße', 'straße'],
  ['ｗａｖｅ', 'wave'],
  ['é', 'é'],
])('%s is the passcode %s', (typed, meant) => {
  expect(normalizePasscode(typed)).toBe(normalizePasscode(meant));
});
