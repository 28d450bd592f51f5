/** Rules that every ladder must keep, for each quality and content. */
import { describe, expect, test } from 'vitest';
import { layerFor, ladders, pictureHeights, wireKbps, type Content, type LayerIndex, type Quality } from './layers.ts';

const qualities: readonly Quality[] = ['saver', 'standard', 'high'];
const contents: readonly Content[] = ['motion', 'text'];
const all = qualities.flatMap((quality) => contents.map((content) => ({ quality, content })));
const indexes: readonly LayerIndex[] = [0, 1, 2];

describe.each(all)('$quality, $content', ({ quality, content }) => {
  const ladder = ladders[quality][content];

  test('the lowest layer is within 220 kbit/s on the wire with speech, and within 280 with music', () => {
    expect(wireKbps(ladder[0], 'speech')).toBeLessThanOrEqual(220);
    expect(wireKbps(ladder[0], 'music')).toBeLessThanOrEqual(280);
  });

  test.each(['speech', 'music'] as const)('with %s, layers are at most a factor of four apart', (sound) => {
    for (const index of [1, 2] as const)
      expect(wireKbps(ladder[index], sound)).toBeLessThanOrEqual(4 * wireKbps(ladder[index === 1 ? 0 : 1], sound));
  });

  test('each layer has a higher bit rate, and a higher frame rate or a larger picture, than the one below', () => {
    for (const index of [1, 2] as const) {
      const [below, above] = [ladder[index === 1 ? 0 : 1], ladder[index]];
      expect(above.maxKbps).toBeGreaterThan(below.maxKbps);
      expect(above.maxFps / above.scaleDownBy).toBeGreaterThan(below.maxFps / below.scaleDownBy);
    }
  });
});

test('a camera’s layers have whole sizes', () => {
  for (const quality of qualities) {
    const height = pictureHeights[quality];
    for (const index of indexes) {
      const { scaleDownBy } = layerFor({ quality, content: 'motion', height }, index);
      expect([quality, index, height / scaleDownBy, ((height * 16) / 9 / scaleDownBy) % 2]).toEqual([
        quality,
        index,
        Math.round(height / scaleDownBy),
        0,
      ]);
    }
  }
});

test('a larger picture is scaled down to the quality’s height, a smaller one is not scaled up, and a screen keeps its size', () => {
  const scale = (quality: Quality, content: Content, height: number | null) =>
    layerFor({ quality, content, height }, 2).scaleDownBy;
  expect(scale('saver', 'motion', 1080)).toBe(2);
  expect(scale('standard', 'motion', 1080)).toBe(1.5);
  expect(scale('high', 'motion', 720)).toBe(1);
  expect(scale('high', 'motion', null)).toBe(1);
  expect(scale('saver', 'text', 1080)).toBe(1);
});
