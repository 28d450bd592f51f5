/** The bitrate of each layer, measured on one link that gets it. The test moves the clock. */
import type { Codec, LayerIndex } from '@lectern/steering';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SentLayers } from './sent-layers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A link whose sent bytes the test sets. */
function fakeLink(sent: LayerIndex, codec: Codec = 'vp8') {
  const link = {
    codec,
    sent,
    bytes: 0,
    pc: {
      getStats: async () => new Map([['1', { type: 'outbound-rtp', kind: 'video', bytesSent: link.bytes }]]),
    },
  };
  return link;
}

const stream = { width: 1280, height: 720, fps: 30, codec: null, encoder: null, limitedBy: 'nothing' } as const;
const readEncodings = async () => ([0, 2] as const).map((layer) => ({ codec: 'vp8', layer, stream }) as const);

async function ratesOf(layers: SentLayers, links: ReturnType<typeof fakeLink>[]) {
  const streams = await layers.read(links);
  vi.advanceTimersByTime(1_000);
  return streams.map(({ kbps }) => kbps);
}

test('a rate never compares two links or two layers', async () => {
  const layers = new SentLayers(readEncodings);
  const [first, second] = [fakeLink(2), fakeLink(2)];
  expect(await ratesOf(layers, [first, second])).toEqual([null, null]);
  first.bytes = 125_000;
  expect(await ratesOf(layers, [first, second])).toEqual([null, 1_000]);
  // The first link falls: the top layer is now measured on the second link.
  Object.assign(first, { sent: 0, bytes: 150_000 });
  second.bytes = 900_000;
  expect(await ratesOf(layers, [first, second])).toEqual([null, null]);
  first.bytes = 162_500;
  expect(await ratesOf(layers, [first])).toEqual([100, null]);
  // Back on the top layer, which had no link meanwhile.
  Object.assign(first, { sent: 2, bytes: 200_000 });
  expect(await ratesOf(layers, [first])).toEqual([null, null]);
});

test('the same layer of another codec is another stream', async () => {
  const layers = new SentLayers(async () => [
    { codec: 'vp8', layer: 2, stream: { ...stream, codec: 'VP8' } },
    { codec: 'av1', layer: 2, stream: { ...stream, codec: 'AV1' } },
  ]);
  const [inVp8, ...inAv1] = [fakeLink(2), fakeLink(2, 'av1'), fakeLink(2, 'av1')];
  await ratesOf(layers, [inVp8, ...inAv1]);
  inVp8.bytes = 225_000;
  for (const link of inAv1) link.bytes = 50_000;
  const streams = await layers.read([inVp8, ...inAv1]);
  expect(streams.map(({ codec, watchers, kbps }) => [codec, watchers, kbps])).toEqual([
    ['VP8', 1, 1_800],
    ['AV1', 2, 400],
  ]);
});
