/** When a link's TURN credentials are renewed, under a fake clock. */
import { beforeEach, expect, test } from 'vitest';
import { RoomId, type LinkId } from '@lectern/protocol';
import { FakeClock } from './fake-clock.fixture.ts';
import { FakeIce } from './fake-ice.fixture.ts';
import { newLinkId } from './ids.ts';
import { LinkIce } from './link-ice.ts';

const roomId = RoomId.parse('abcdefghijkmnpqrstuv');
const HALF_MS = 300_000;
const [a, b] = [newLinkId(), newLinkId()];

let clock: FakeClock;
let due: LinkId[];
beforeEach(() => {
  clock = new FakeClock();
  due = [];
});
const linkIce = (renewAfterMs: number | null = HALF_MS): LinkIce =>
  new LinkIce({ roomId, clock, ice: new FakeIce(renewAfterMs) }, (linkId) => due.push(linkId));

test('a link is due at half of the time of its first credentials, and again after that', () => {
  const ice = linkIce();
  ice.grant(a, 'presenter');
  clock.advance(HALF_MS / 2);
  ice.grant(a, 'watcher');
  ice.grant(b, 'watcher');
  clock.advance(HALF_MS / 2);
  expect(due).toEqual([a]);
  clock.advance(HALF_MS / 2);
  expect(due).toEqual([a, b]);
  clock.advance(HALF_MS / 2);
  expect(due).toEqual([a, b, a]);
});

test('a closed link is not due any more, and a closed room has no timer', () => {
  const ice = linkIce();
  for (const linkId of [a, b]) ice.grant(linkId, 'watcher');
  ice.forget(a);
  clock.advance(HALF_MS);
  expect(due).toEqual([b]);
  ice.renewSoon(a);
  ice.close();
  clock.advance(10 * HALF_MS);
  expect(due).toEqual([b]);
  expect(clock.timers).toBe(0);
});

test('a link that this service has not opened is due at once', () => {
  linkIce().renewSoon(a);
  clock.advance(0);
  expect(due).toEqual([a]);
});

test('credentials that do not expire are never due', () => {
  const ice = linkIce(null);
  ice.grant(a, 'watcher');
  ice.renewSoon(b);
  clock.advance(100 * HALF_MS);
  expect(due).toEqual([]);
});
