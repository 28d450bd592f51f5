/** Which code stands for what was found, and that the guide explains every code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeOf, type NetworkCode } from './obstacle.ts';
import { triedWays, type Ways } from './tried-ways.ts';

const rows: readonly (readonly [NetworkCode, string, Ways])[] = [
  ['N4', 'UDP is blocked, and there is no TURN', { udp: 'blocked' }],
  ['N5', 'UDP gets through, and there is no TURN', { udp: 'open' }],
  ['N5', 'nothing is offered', {}],
  ['N6', 'everything is blocked', { udp: 'blocked', 'turn-tcp': 'blocked', 'turn-tls': 'blocked' }],
  ['N6', 'UDP gets through, and TURN does not answer', { udp: 'open', 'turn-udp': 'blocked' }],
  ['N7', 'TURN refuses', { udp: 'blocked', 'turn-udp': 'blocked', 'turn-tls': 'refused' }],
  ['N8', 'one way to TURN is open', { udp: 'blocked', 'turn-tcp': 'blocked', 'turn-tls': 'open' }],
];

test.each(rows)('%s: %s', (code, _title, ways) => {
  expect(triedWays(ways).code).toBe(code);
});

test('what is blocked, in the order in which it is tried', () => {
  const ways = { 'turn-tls': 'refused', 'turn-tcp': 'blocked', udp: 'blocked', 'turn-udp': 'open' } as const;
  expect(triedWays(ways).blocked).toEqual(['udp', 'turn-tcp']);
  expect(triedWays({ udp: 'blocked', 'turn-udp': 'blocked' }).blocked).toEqual(['udp']);
  expect(triedWays({ udp: 'open', 'turn-udp': 'blocked' }).blocked).toEqual(['turn-udp']);
});

test('no code before the ways have been tried', () => {
  expect(codeOf({ name: 'no-path', tried: null })).toBeUndefined();
  expect(codeOf({ name: 'none' })).toBeUndefined();
});

test('the guide explains every code', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/admin.md'), 'utf8');
  const explained = [...guide.matchAll(/^\| (N\d) /gm)].map(([, code]) => code);
  const names = ['service-silent', 'captive-portal', 'sockets-blocked'] as const;
  expect(explained).toEqual([...names.map((name) => codeOf({ name })), ...new Set(rows.map(([code]) => code))]);
});
