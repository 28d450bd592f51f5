/** The browser's states as states of a link. */
import { expect, test } from 'vitest';
import { linkStateOf, restartDelayMs, type LinkState } from './link-state.ts';

type Row = readonly [RTCPeerConnectionState, RTCSignalingState, LinkState, LinkState];

const rows: readonly Row[] = [
  ['new', 'stable', 'new', 'new'],
  ['new', 'have-local-offer', 'new', 'negotiating'],
  ['new', 'stable', 'negotiating', 'negotiating'],
  ['connecting', 'stable', 'negotiating', 'negotiating'],
  ['connected', 'stable', 'negotiating', 'connected'],
  ['connected', 'have-remote-offer', 'connected', 'connected'],
  ['disconnected', 'stable', 'connected', 'interrupted'],
  ['failed', 'stable', 'negotiating', 'interrupted'],
  ['connecting', 'stable', 'interrupted', 'interrupted'],
  ['connecting', 'stable', 'connected', 'interrupted'],
  ['closed', 'closed', 'connected', 'closed'],
];

test.each(rows)('%s and %s after %s is %s', (connectionState, signalingState, before, expected) => {
  expect(linkStateOf({ connectionState, signalingState }, before)).toBe(expected);
});

test('`disconnected` is given time to heal, `failed` is not, and the attempts end', () => {
  expect(restartDelayMs(0, 'disconnected')).toBe(2_000);
  expect(restartDelayMs(0, 'failed')).toBe(0);
  const later = [1, 2, 3].map((attempt) => restartDelayMs(attempt, 'failed'));
  expect(later).toEqual([2_000, 4_000, 8_000]);
  expect(restartDelayMs(4, 'failed')).toBeUndefined();
});
