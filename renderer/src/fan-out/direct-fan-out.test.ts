/** What the fan-out does about links in trouble; on a clock of the test's own, without media. */
import { LinkId, WatcherId } from '@lectern/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DirectFanOut } from './direct-fan-out.ts';
import { StandInMedia } from './stand-in-media.ts';

const prepared = LinkId.parse('p'.repeat(22));
const claimed = LinkId.parse('c'.repeat(22));
const watcherId = WatcherId.parse('w'.repeat(22));

let media: StandInMedia;
let offers: LinkId[];
let givenUp: LinkId[];
let fanOut: DirectFanOut;

beforeEach(async () => {
  vi.useFakeTimers();
  media = new StandInMedia();
  offers = [];
  givenUp = [];
  fanOut = new DirectFanOut({
    media,
    carrier: {
      isOpen: () => true,
      sendOffer: async (linkId) => void offers.push(linkId),
      sendCandidate: () => undefined,
      refreshIce: async () => [],
    },
    onGivenUp: (linkId) => givenUp.push(linkId),
    onReport: () => undefined,
    isRemoved: () => false,
  });
  fanOut.open({ linkId: prepared, iceServers: [] });
  fanOut.open({ linkId: claimed, iceServers: [], watcherId });
  await vi.advanceTimersByTimeAsync(500);
});

afterEach(() => {
  fanOut.closeAll();
  vi.useRealTimers();
});

test('a network that is back hurries links that somebody waits for, and lets prepared ones wait', async () => {
  fanOut.hurry();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(offers.filter((linkId) => linkId === claimed)).toHaveLength(5);
  expect(givenUp).toEqual([claimed]);
  expect(offers.filter((linkId) => linkId === prepared)).toEqual([prepared]);
  expect(fanOut.preparedCount).toBe(1);
});

test('a link that nothing can be written to is given up at once, whatever its connection looks like', () => {
  media.breakDown(claimed);
  expect(givenUp).toEqual([claimed]);
});
