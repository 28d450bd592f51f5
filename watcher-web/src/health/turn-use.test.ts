/** How and why a link uses TURN, as its report says it. */
import { expect, test } from 'vitest';
import { WatcherReport } from '@lectern/protocol';
import { noReception, reportBetween, type Reception } from './reception.ts';
import { turnUseOf, type PathFacts } from './turn-use.ts';

const open: PathFacts = { turnOnly: false, udp: 'open' };
const blocked: PathFacts = { turnOnly: false, udp: 'blocked' };

test.each<readonly [string, Reception['turnOver'], PathFacts, WatcherReport['turn']]>([
  ['no TURN at this end', null, blocked, undefined],
  ['UDP blocked', 'tcp', blocked, { over: 'tcp', because: 'udp-blocked' }],
  ['two routers that let nothing in', 'udp', open, { over: 'udp', because: 'no-direct-path' }],
  ['a check that was too slow', 'udp', blocked, { over: 'udp', because: 'no-direct-path' }],
  ['a check that runs', 'tls', { turnOnly: false, udp: 'unknown' }, { over: 'tls', because: 'no-direct-path' }],
  ['a room that hides addresses', 'tls', { turnOnly: true, udp: 'blocked' }, { over: 'tls', because: 'turn-only' }],
  ['a browser that does not say', 'unknown', blocked, { because: 'udp-blocked' }],
])('%s', (_title, turnOver, facts, expected) => {
  const turn = turnUseOf({ turnOver }, facts);
  expect(turn).toEqual(expected);
  const report = reportBetween(noReception(0), noReception(1_000), { page: 'shown', sound: 'on', turn });
  expect(WatcherReport.parse(report).turn).toEqual(expected);
});

test('a reason that only a later page knows is no reason to refuse its report', () => {
  const report = reportBetween(noReception(0), noReception(1_000), { page: 'shown', sound: 'on' });
  expect(WatcherReport.parse({ ...report, turn: { over: 'quic', because: 'weather' } }).turn).toBeUndefined();
});
