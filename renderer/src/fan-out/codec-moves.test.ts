/** Who gets a link in VP8 in place of one in AV1, and how many at once. */
import { LinkId, WatcherId } from '@lectern/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { goodReport } from '../audience/reports.fixture.ts';
import { CODEC_MOVES, SLOW_REPORTS } from '../policy/links.ts';
import { DirectFanOut } from './direct-fan-out.ts';
import { FakeMedia, type FakeMediaLink } from './fake-media.fixture.ts';

const WATCHERS = 6;
const av1 = [{ codec: 'av1', smooth: true, powerEfficient: false }];

let media: FakeMedia;
let fanOut: DirectFanOut;
let replaced: LinkId[];
let isServiceThere: boolean;

beforeEach(async () => {
  vi.useFakeTimers();
  media = new FakeMedia();
  replaced = [];
  isServiceThere = true;
  fanOut = new DirectFanOut(media);
  for (let watcher = 0; watcher < WATCHERS; watcher += 1) open(linkOf(watcher), watcher);
  await vi.advanceTimersByTimeAsync(100);
});
afterEach(() => {
  fanOut.closeAll();
  vi.useRealTimers();
});

const linkOf = (watcher: number, nth = 0): LinkId => LinkId.parse(`${watcher}${nth}`.padEnd(22, 'l'));

/** It is answered by a browser that decodes AV1, and connected. */
function open(linkId: LinkId, watcher: number): void {
  fanOut.open(
    { linkId, iceServers: [], watcherId: WatcherId.parse(`${watcher}`.padEnd(22, 'w')) },
    {
      isOpen: () => true,
      whenOpen: async () => undefined,
      sendOffer: async () => undefined,
      sendCandidate: () => undefined,
      refreshIce: async () => [],
      requestReplacement: async (id) => {
        if (isServiceThere) replaced.push(id);
        return isServiceThere;
      },
    },
  );
  mediaOf(linkId).codec = 'av1';

  setTimeout(() => fanOut.handleAnswer(linkId, 1, 'answer', av1), 10);
}

function mediaOf(id: LinkId): FakeMediaLink {
  const found = media.links.find(({ linkId }) => linkId === id);
  if (!found) throw new Error(`no link ${id}`);
  return found;
}

const report = (linkId: LinkId, droppedFrames: number): void =>
  mediaOf(linkId).say({ kind: 'watcher-reported', report: { ...goodReport, droppedFrames } });

test('what the browser decodes comes with the answer', () => {
  expect(mediaOf(linkOf(0)).answering).toEqual({ decodes: av1, needsVp8: false });
});

test('a watcher whose device drops frames gets another link, which runs beside the first and is in VP8', async () => {
  for (let count = 1; count < SLOW_REPORTS; count += 1) report(linkOf(0), 60);
  report(linkOf(0), 0);
  for (let count = 1; count < SLOW_REPORTS; count += 1) report(linkOf(0), 60);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(replaced).toEqual([]);
  report(linkOf(0), 60);
  await vi.advanceTimersByTimeAsync(10);
  expect(replaced).toEqual([linkOf(0)]);
  expect(mediaOf(linkOf(0)).pc.connectionState).toBe('connected');
  open(linkOf(0, 1), 0);
  mediaOf(linkOf(0, 1)).codec = 'vp8';
  await vi.advanceTimersByTimeAsync(100);
  expect(mediaOf(linkOf(0, 1)).answering?.needsVp8).toBe(true);
  report(linkOf(0, 1), 0);
  expect(mediaOf(linkOf(0)).pc.connectionState).toBe('closed');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(replaced).toEqual([linkOf(0)]);
});

test('where the presenter’s machine is too slow, all on AV1 get other links, a few at a time', async () => {
  media.tooSlow.set(['av1']);
  await vi.advanceTimersByTimeAsync(CODEC_MOVES.everyMs - 100);
  expect(replaced).toHaveLength(CODEC_MOVES.atOnce);
  await vi.advanceTimersByTimeAsync(CODEC_MOVES.everyMs);
  expect(replaced.toSorted()).toEqual(Array.from({ length: WATCHERS }, (_, watcher) => linkOf(watcher)));
});

test('while the service is away a link goes on, and is replaced when it is back', async () => {
  isServiceThere = false;
  media.tooSlow.set(['av1']);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(mediaOf(linkOf(0)).pc.connectionState).toBe('connected');
  isServiceThere = true;
  await vi.advanceTimersByTimeAsync(2 * CODEC_MOVES.everyMs);
  expect(replaced).toHaveLength(WATCHERS);
});

test('an AV1 link on which no picture ever came is followed by one in VP8, and one that had one is not', async () => {
  report(linkOf(1), 0);
  for (const watcher of [0, 1]) {
    fanOut.handleReplaced(linkOf(watcher));
    open(linkOf(watcher, 1), watcher);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect([0, 1].map((watcher) => mediaOf(linkOf(watcher, 1)).answering?.needsVp8)).toEqual([true, false]);
});

test('an AV1 link that this browser sends in another codec is given up at once, for one in VP8', async () => {
  fanOut.close(linkOf(0));
  open(linkOf(0, 1), 0);
  mediaOf(linkOf(0, 1)).isCodecAgreed = false;
  await vi.advanceTimersByTimeAsync(100);
  expect(replaced).toEqual([linkOf(0, 1)]);
  expect(mediaOf(linkOf(0, 1)).pc.connectionState).toBe('closed');
  open(linkOf(0, 2), 0);
  await vi.advanceTimersByTimeAsync(100);
  expect(mediaOf(linkOf(0, 2)).answering?.needsVp8).toBe(true);
});

test('where the browser refuses an answer in AV1, the next link is in VP8', async () => {
  fanOut.close(linkOf(0));
  open(linkOf(0, 1), 0);
  mediaOf(linkOf(0, 1)).isCodecAgreed = false;
  vi.spyOn(mediaOf(linkOf(0, 1)).pc, 'setRemoteDescription').mockRejectedValue(new Error('not this answer'));
  await vi.advanceTimersByTimeAsync(100);
  expect(replaced).toEqual([linkOf(0, 1)]);
  open(linkOf(0, 2), 0);
  await vi.advanceTimersByTimeAsync(100);
  expect(mediaOf(linkOf(0, 2)).answering?.needsVp8).toBe(true);
});
