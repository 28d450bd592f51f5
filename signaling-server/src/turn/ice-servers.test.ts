/** Which ICE servers a room gets, within its budget of credentials. */
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { RoomId } from '@lectern/protocol';
import type { Holder } from '../cluster/held-rooms.ts';
import { FakeClock } from '../room/fake-clock.fixture.ts';
import { newLinkId } from '../room/ids.ts';
import { FixedPasswordServers } from './fixed-password.ts';
import { IceServers } from './ice-servers.ts';
import { TurnAllowance } from './turn-allowance.ts';

const one = RoomId.parse('a'.repeat(20));
const other = RoomId.parse('b'.repeat(20));
const turn = new FixedPasswordServers({ urls: ['turn:t.example'], username: 'name', password: 'word' });
const stun = { urls: ['stun:s.example'] };
const MINUTE_MS = 60_000;

let clock: FakeClock;
let lines: string[];
beforeEach(() => {
  clock = new FakeClock();
  lines = [];
});

function serversFor(holder: Holder | undefined, limits: { perRoom: number; perHolder: number }): IceServers {
  return new IceServers({
    stunUrls: stun.urls,
    turn,
    allowance: new TurnAllowance(limits, clock),
    holderOf: () => holder,
    clock,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  });
}

const identity = (quota = {}): Holder => ({ addressKey: '192.0.2.1', identity: { id: 'k1', name: 'Ada', quota } });
const countTurn = (servers: IceServers, roomId = one, attempts = 10): number =>
  Array.from({ length: attempts }, () => servers.grant({ roomId, linkId: newLinkId(), side: 'watcher' })).filter(
    (granted) => granted.some(({ credential }) => credential !== undefined),
  ).length;

test('a room gets so many TURN credentials in a minute; beyond it, STUN alone, and one line in the log', () => {
  const servers = serversFor(undefined, { perRoom: 3, perHolder: 100 });
  expect(countTurn(servers)).toBe(3);
  expect(servers.grant({ roomId: one, linkId: newLinkId(), side: 'presenter' })).toEqual([stun]);
  expect(lines).toHaveLength(1);
  expect(countTurn(servers, other)).toBe(3);
  clock.advance(MINUTE_MS);
  expect(countTurn(servers)).toBe(3);
});

test.each([
  ['a presenter key', identity(), 4],
  ['a presenter key with a quota of its own', identity({ turn: 6 }), 6],
  ['an address, where presenting is open', { addressKey: '192.0.2.1', identity: null }, 4],
])('%s gets so many for all its rooms', (_what, holder, limit) => {
  const servers = serversFor(holder, { perRoom: 100, perHolder: 4 });
  expect(countTurn(servers, one) + countTurn(servers, other)).toBe(limit);
});

test('a link that is in use keeps its TURN', () => {
  const servers = serversFor(identity(), { perRoom: 1, perHolder: 1 });
  expect(countTurn(servers)).toBe(1);
  expect(servers.renew({ roomId: one, linkId: newLinkId(), side: 'watcher' })).toHaveLength(2);
});

test('without TURN there is STUN, or nothing', () => {
  const end = { roomId: one, linkId: newLinkId(), side: 'watcher' } as const;
  const allowance = new TurnAllowance({ perRoom: 1, perHolder: 1 }, clock);
  const options = { turn: null, allowance, holderOf: () => undefined, clock, log: pino({ level: 'silent' }) };
  expect(new IceServers({ ...options, stunUrls: stun.urls }).grant(end)).toEqual([stun]);
  expect(new IceServers({ ...options, stunUrls: [] }).grant(end)).toEqual([]);
  expect(new IceServers({ ...options, stunUrls: [] }).renewAfterMs()).toBeNull();
});
