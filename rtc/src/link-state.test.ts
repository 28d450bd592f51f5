/** The browser's states, and silence, as states of a link. */
import { expect, test } from 'vitest';
import { linkStateOf, pathConditionOf, type LinkState } from './link-state.ts';

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
  expect(linkStateOf({ connectionState, signalingState }, before, false)).toBe(expected);
});

test('a path on which nothing comes is interrupted, whatever ICE says', () => {
  const connected = { connectionState: 'connected', signalingState: 'stable' } as const;
  expect(linkStateOf(connected, 'connected', true)).toBe('interrupted');
  expect(pathConditionOf(connected, 'interrupted')).toBe('missing');
  expect(linkStateOf({ ...connected, connectionState: 'closed' }, 'connected', true)).toBe('closed');
});

test('`failed` is more than missing, and a link that never had a path is opening', () => {
  expect(pathConditionOf({ connectionState: 'failed' }, 'interrupted')).toBe('failed');
  expect(pathConditionOf({ connectionState: 'disconnected' }, 'interrupted')).toBe('missing');
  expect(pathConditionOf({ connectionState: 'connecting' }, 'negotiating')).toBe('opening');
  expect(pathConditionOf({ connectionState: 'connected' }, 'connected')).toBe('well');
});
