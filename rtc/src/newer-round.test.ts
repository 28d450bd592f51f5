/** Which candidate pair the controlling end takes once a round has followed another. */
import { expect, test } from 'vitest';
import { raiseCandidate, raiseInText } from './newer-round.ts';

/** As Chromium writes them. */
const lines = {
  host: 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0 ufrag abcd network-id 1',
  otherHost: 'candidate:2 1 udp 2122194687 192.0.2.8 50000 typ host generation 0 ufrag abcd network-id 2',
  reflexive: 'candidate:3 1 udp 1686052607 198.51.100.7 50000 typ srflx raddr 0.0.0.0 rport 0 generation 0',
  relayed: 'candidate:4 1 udp 41885439 203.0.113.7 50000 typ relay raddr 0.0.0.0 rport 0 generation 0',
  relayedOverTls: 'candidate:5 1 udp 8331263 203.0.113.7 50000 typ relay raddr 0.0.0.0 rport 0 generation 0',
};
const bestFirst = [lines.host, lines.otherHost, lines.reflexive, lines.relayed, lines.relayedOverTls];
const OWN_HOST = 2_122_260_223n;

const priorityOf = (line: string): bigint => BigInt(line.split(' ')[3] ?? '');

/** RFC 8445, section 6.1.2.3, with a host candidate at the controlling end. */
function pairPriority(line: string): bigint {
  const [own, theirs] = [OWN_HOST, priorityOf(line)];
  const [least, most] = own < theirs ? [own, theirs] : [theirs, own];
  return 2n ** 32n * least + 2n * most + (own > theirs ? 1n : 0n);
}

test('each pair of a newer round, also over TURN, wins over each of the rounds before', () => {
  for (const [round, before] of [
    [2, 1],
    [3, 2],
    [17, 16],
  ] as const) {
    for (const newer of bestFirst) {
      for (const older of bestFirst) {
        expect(pairPriority(raiseInText(newer, round))).toBeGreaterThan(pairPriority(raiseInText(older, before)));
      }
    }
  }
});

test('within a round, paths keep their order: a direct one wins over TURN', () => {
  const priorities = bestFirst.map((line) => priorityOf(raiseInText(line, 2)));
  expect(priorities).toEqual(priorities.toSorted((a, b) => (b > a ? 1 : -1)));
  const [host, , reflexive, relayed] = priorities;
  expect(new Set([host, reflexive, relayed]).size).toBe(3);
});

test('priorities stay what RFC 8445 allows, however many rounds there are', () => {
  for (const round of [2, 100, 4_095, 4_096, 1e9]) {
    for (const line of bestFirst) expect(priorityOf(raiseInText(line, round))).toBeLessThan(2n ** 31n);
  }
});

test('nothing else of a candidate or an answer changes, and nothing in the first round', () => {
  const sdp = `v=0\r\na=ice-ufrag:abcd\r\na=${lines.host}\r\na=${lines.relayed}\r\na=end-of-candidates\r\n`;
  expect(raiseInText(sdp, 1)).toBe(sdp);
  const raised = raiseInText(sdp, 2);
  expect(raised.replaceAll(/udp 2\d{9}/g, 'udp x').split('\r\n')).toEqual([
    'v=0',
    'a=ice-ufrag:abcd',
    `a=${lines.host.replace('2122260223', 'x')}`,
    `a=${lines.relayed.replace('41885439', 'x')}`,
    'a=end-of-candidates',
    '',
  ]);
  const end = { candidate: '', sdpMid: '0' };
  expect(raiseCandidate(end, 2)).toEqual(end);
});
