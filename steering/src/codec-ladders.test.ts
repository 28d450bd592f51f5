/** Rules that the ladders of both codecs must keep, and what they cost. */
import { describe, expect, test } from 'vitest';
import { ladderFor, type Codec } from './codec-ladders.ts';
import { costsOf } from './layer-costs.ts';
import { stacked, wireKbps, type Content, type LayerIndex, type Quality } from './layers.ts';

const qualities: readonly Quality[] = ['saver', 'standard', 'high'];
const contents: readonly Content[] = ['motion', 'text'];
const indexes: readonly LayerIndex[] = [0, 1, 2];
const pictures = qualities.flatMap((quality) =>
  contents.flatMap((content) => [true, false].map((isScreen) => ({ quality, content, isScreen }))),
);

describe.each(pictures)('$quality, $content, a screen: $isScreen', (picture) => {
  const [vp8, av1] = [ladderFor('vp8', picture), ladderFor('av1', picture)];

  test('layers have the same size and frame rate in both codecs', () => {
    for (const index of indexes) {
      expect(av1[index].scaleDownBy).toBe(vp8[index].scaleDownBy);
      expect(av1[index].maxFps).toBe(vp8[index].maxFps);
    }
  });

  test.each(['speech', 'music'] as const)('with %s, each layer of AV1 costs more than the one below', (sound) => {
    const costs = costsOf(av1, sound);
    for (const index of [1, 2] as const) {
      const below = costs[index === 1 ? 0 : 1];
      expect(costs[index]).toBeGreaterThan(below);
      expect(costs[index]).toBeLessThanOrEqual(4 * below);
    }
  });

  test('the top layer costs at most six tenths of VP8’s, and no layer much more than VP8’s', () => {
    const [costs, costsInVp8] = [costsOf(av1, 'speech'), costsOf(vp8, 'speech')];
    expect(costs[2]).toBeLessThanOrEqual(costsInVp8[2] * 0.6);
    for (const index of indexes) expect(costs[index]).toBeLessThanOrEqual(costsInVp8[index] * 1.05);
  });
});

test('a screen in AV1 keeps its size in every layer, and its lowest layer is within 130 kbit/s', () => {
  for (const quality of qualities) {
    const ladder = ladderFor('av1', { quality, content: 'text', isScreen: true });
    expect(indexes.map((index) => ladder[index].scaleDownBy)).toEqual([1, 1, 1]);
    expect(ladder[0].producedKbps).toBeLessThanOrEqual(130);
  }
});

test('a cap that the encoder does not keep counts with what is produced, also in a stack of layers', () => {
  const ladder = ladderFor('av1', { quality: 'standard', content: 'text', isScreen: true });
  const plain = { maxKbps: ladder[0].maxKbps, scaleDownBy: 1, maxFps: 3 };
  expect(wireKbps(ladder[0], 'speech')).toBeGreaterThan(wireKbps(plain, 'speech') + 50);
  const picture = (index: LayerIndex): number => ladder[index].producedKbps ?? 0;
  expect(stacked(ladder)[1].maxKbps).toBe(picture(0) + picture(1));
  expect(stacked(ladder)[2].maxKbps).toBe(picture(0) + picture(1) + picture(2));
});

test.each<[what: string, content: Content, isScreen: boolean, times: number]>([
  ['a screen', 'text', true, 3],
  ['a camera', 'motion', false, 1.9],
])('a line of 20 Mbit/s carries more watchers of %s in AV1', (_what, content, isScreen, times) => {
  const watchers = (codec: Codec): number =>
    20_000 / costsOf(ladderFor(codec, { quality: 'standard', content, isScreen }), 'speech')[2];
  expect(watchers('av1') / watchers('vp8')).toBeGreaterThanOrEqual(times);
});

test('text from a camera gets half of VP8’s caps, not those of a screen', () => {
  const picture = { quality: 'standard', content: 'text' } as const;
  expect(ladderFor('av1', { ...picture, isScreen: false })[2].maxKbps).toBe(900);
  expect(ladderFor('av1', { ...picture, isScreen: true })[2].maxKbps).toBe(400);
});
