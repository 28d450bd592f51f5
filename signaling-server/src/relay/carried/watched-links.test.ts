/** The watchers' links of one room at the relay, while there is no edge: what the presenter hears of them. */
import type { RelayDigest, WatcherId } from '@lectern/protocol';
import pino from 'pino';
import { expect, test } from 'vitest';
import { relay as policy } from '../../relay-policy.ts';
import { FakeClock } from '../../room/fake-clock.fixture.ts';
import { newLinkId, newWatcherId } from '../../room/ids.ts';
import type { RelayCalls } from '../../room/relay-outlet.ts';
import { WatchedLinks } from './watched-links.ts';

function setUp() {
  const clock = new FakeClock();
  const digests: RelayDigest[] = [];
  const nothing = (): void => undefined;
  const calls: RelayCalls = {
    reached: nothing,
    offer: nothing,
    answer: nothing,
    carried: nothing,
    replace: nothing,
    settled: nothing,
    gone: nothing,
    say: nothing,
    requestLayers: nothing,
    report: (digest) => void digests.push(digest),
  };
  const links = new WatchedLinks({
    mountpoint: 'media',
    sessions: { attach: () => Promise.reject(new Error('there is no edge')) },
    clock,
    policy,
    log: pino({ level: 'silent' }),
    calls,
    edges: () => [],
    top: () => 2,
    video: () => 'v',
    media: () => undefined,
    keyFrame: nothing,
  });
  const open = (watcherId: WatcherId = newWatcherId()) => {
    const linkId = newLinkId();
    links.notify('link:opened', { linkId, watcherId, epoch: 1, iceServers: [] });
    return { linkId, watcherId };
  };
  return { clock, digests, links, open };
}

test('the presenter hears who watches at the relay, and that nobody does any more', () => {
  const { clock, digests, links, open } = setUp();
  const { linkId, watcherId } = open();
  clock.advance(policy.digestMs);
  expect(digests.map(({ watchers, first }) => [watchers, first])).toEqual([[1, [{ watcherId, report: null }]]]);
  links.notify('link:closed', { linkId, reason: 'left' });
  links.close();
  expect(digests.at(-1)).toMatchObject({ watchers: 0, first: [] });
  clock.advance(policy.digestMs * 10);
  expect(digests).toHaveLength(2);
});

test('it hears nothing of a room that nobody has watched there', () => {
  const { digests, links } = setUp();
  links.close();
  expect(digests).toEqual([]);
});
