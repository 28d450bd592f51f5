/** What the fan-out does about links in trouble, with a fake clock and fake media. */
import { LinkId, SignalingError, WatcherId } from '@lectern/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DirectFanOut, type FanOutCarrier } from './direct-fan-out.ts';
import { UNANSWERED_CHECK_MS } from '../policy/links.ts';
import { FakeMedia } from './fake-media.fixture.ts';

const prepared = LinkId.parse('p'.repeat(22));
const claimed = LinkId.parse('c'.repeat(22));
const watcherId = WatcherId.parse('w'.repeat(22));

let media: FakeMedia;
let offers: LinkId[];
let replacementsRequested: LinkId[];
let fanOut: DirectFanOut;
let carrier: FanOutCarrier;

beforeEach(async () => {
  vi.useFakeTimers();
  media = new FakeMedia();
  offers = [];
  replacementsRequested = [];
  carrier = {
    isOpen: () => true,
    whenOpen: async () => undefined,
    sendOffer: async (linkId) => void offers.push(linkId),
    sendCandidate: () => undefined,
    refreshIce: async () => [],
    requestReplacement: async (linkId) => replacementsRequested.push(linkId) > 0,
  };
  fanOut = new DirectFanOut(media);
  fanOut.open({ linkId: prepared, iceServers: [] }, carrier);
  fanOut.open({ linkId: claimed, iceServers: [], watcherId }, carrier);
  await vi.advanceTimersByTimeAsync(500);
});

afterEach(() => {
  fanOut.closeAll();
  vi.useRealTimers();
});

const mediaLinkOf = (id: LinkId) => media.links.find(({ linkId }) => linkId === id);

test('when the network has changed, links with a watcher hurry, and prepared ones wait', async () => {
  fanOut.networkChanged();
  await vi.advanceTimersByTimeAsync(25_000);
  // The first offer and three restarts.
  expect(offers.filter((linkId) => linkId === claimed)).toHaveLength(4);
  expect(replacementsRequested).toEqual([claimed]);
  expect(offers.filter((linkId) => linkId === prepared)).toEqual([prepared]);
  expect(fanOut.preparedCount).toBe(1);
});

test('when signaling is back, watchers learn that their own connections may be dead, over links that work', async () => {
  const broken = LinkId.parse('b'.repeat(22));
  fanOut.open({ linkId: broken, iceServers: [], watcherId: WatcherId.parse('v'.repeat(22)) }, carrier);
  for (const linkId of [claimed, broken]) fanOut.handleAnswer(linkId, 1, 'answer');
  await vi.advanceTimersByTimeAsync(2_000);
  mediaLinkOf(broken)?.cut(true);
  await vi.advanceTimersByTimeAsync(2_000);
  fanOut.hurry();
  expect([claimed, broken, prepared].map((linkId) => mediaLinkOf(linkId)?.sent)).toEqual([
    ['media-changed', 'service-regained'],
    ['media-changed'],
    [],
  ]);
});

test('a link that frames can no longer be written to is given up at once', () => {
  mediaLinkOf(claimed)?.breakDown();
  expect(replacementsRequested).toEqual([claimed]);
  expect(mediaLinkOf(claimed)?.pc.connectionState).toBe('closed');
  expect(fanOut.held()).toEqual([]);
});

test('of the links that it holds, connected ones come first: a room that is rebuilt has only so many seats', async () => {
  const later = { linkId: LinkId.parse('l'.repeat(22)), watcherId: WatcherId.parse('v'.repeat(22)) };
  fanOut.open({ ...later, iceServers: [] }, carrier);
  const first = { linkId: claimed, watcherId };
  expect(fanOut.held()).toEqual([first, later]);
  fanOut.handleAnswer(later.linkId, 1, 'a');
  await vi.advanceTimersByTimeAsync(100);
  expect(fanOut.held()).toEqual([later, first]);
});

test('a removed watcher gets nothing more over any link', () => {
  fanOut.remove(watcherId);
  expect(mediaLinkOf(claimed)?.pc.connectionState).toBe('closed');
  fanOut.handleClaim(prepared, watcherId);
  expect(fanOut.preparedCount).toBe(0);
  fanOut.open({ linkId: claimed, iceServers: [], watcherId }, carrier);
  expect(fanOut.watched.get()).toEqual([]);
  expect(replacementsRequested).toEqual([]);
});

describe('a connected link on which nothing arrives', () => {
  const offersOfClaimed = (): number => offers.filter((linkId) => linkId === claimed).length;

  beforeEach(async () => {
    fanOut.handleAnswer(claimed, 1, 'answer');
    await vi.advanceTimersByTimeAsync(2_000);
    mediaLinkOf(claimed)?.cut(true);
  });

  test('is interrupted within a second, whatever ICE says, and is well with the first packet', async () => {
    await vi.advanceTimersByTimeAsync(1_200);
    expect(fanOut.counts.get()).toEqual({ connected: 0, joining: 0, interrupted: 1 });
    mediaLinkOf(claimed)?.cut(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(fanOut.counts.get()).toEqual({ connected: 1, joining: 0, interrupted: 0 });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(offersOfClaimed()).toBe(1);
  });

  test('gets a new round after a blip, and after a change of network at once', async () => {
    await vi.advanceTimersByTimeAsync(1_200);
    expect(offersOfClaimed()).toBe(1);
    await vi.advanceTimersByTimeAsync(1_400);
    expect(offersOfClaimed()).toBe(2);
    mediaLinkOf(claimed)?.cut(false);
    await vi.advanceTimersByTimeAsync(3_000);
    fanOut.networkChanged();
    mediaLinkOf(claimed)?.cut(true);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(offersOfClaimed()).toBe(3);
  });
});

describe('a link with a watcher and without an answer', () => {
  const idsNow = (): (LinkId | undefined)[] => fanOut.held().map(({ linkId }) => linkId);

  test('is closed where the room does not know it any more', async () => {
    let isKnown = true;
    const asked: LinkId[] = [];
    carrier.refreshIce = async (linkId) => {
      asked.push(linkId);
      if (!isKnown) throw new SignalingError('link-unknown');
      return [];
    };
    await vi.advanceTimersByTimeAsync(UNANSWERED_CHECK_MS);
    expect([asked, idsNow()]).toEqual([[claimed], [claimed]]);
    isKnown = false;
    await vi.advanceTimersByTimeAsync(UNANSWERED_CHECK_MS);
    expect([asked, idsNow()]).toEqual([[claimed, claimed], []]);
    // There is nobody who needs another one.
    expect(replacementsRequested).toEqual([]);
  });

  test('stays while the service is away, and is not asked about once it has been answered', async () => {
    const asked: LinkId[] = [];
    carrier.refreshIce = async (linkId) => {
      asked.push(linkId);
      throw new SignalingError('unreachable');
    };
    await vi.advanceTimersByTimeAsync(UNANSWERED_CHECK_MS);
    expect([asked, idsNow()]).toEqual([[claimed], [claimed]]);
    fanOut.handleAnswer(claimed, 1, 'answer');
    await vi.advanceTimersByTimeAsync(3 * UNANSWERED_CHECK_MS);
    expect(asked).toEqual([claimed]);
  });
});
