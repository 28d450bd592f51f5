/** Rules that every ladder must keep, for each quality and content. */
import { describe, expect, test } from 'vitest';
import {
  layerFor,
  layerSize,
  ladders,
  pictureHeights,
  wireKbps,
  type Content,
  type LayerIndex,
  type PictureSize,
  type Quality,
} from './layers.ts';

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

/** The size that a layer of a camera's picture has. */
function cameraLayer(quality: Quality, size: PictureSize, index: LayerIndex): PictureSize {
  return layerSize(size, layerFor({ quality, content: 'motion', isScreen: false, size }, index));
}

test('a 16:9 camera has the heights of its quality, in layers of the ladder’s sizes', () => {
  for (const quality of qualities) {
    const height = pictureHeights[quality];
    for (const size of [
      { width: (height * 16) / 9, height },
      { width: 1920, height: 1080 },
    ]) {
      for (const index of indexes) {
        const { scaleDownBy } = ladders[quality].motion[index];
        expect(cameraLayer(quality, size, index)).toEqual({
          width: (height * 16) / 9 / scaleDownBy,
          height: height / scaleDownBy,
        });
      }
    }
  }
});

const shapes: readonly (readonly [width: number, height: number])[] = [
  [1600, 1200],
  [1280, 1024],
  [832, 624],
  [1080, 1920],
  [720, 1280],
  [2224, 930],
  [1366, 768],
  [1001, 601],
  [959, 1279],
];

describe.each(shapes)('a camera of %s×%s', (width, height) => {
  test.each(qualities)('%s: each layer keeps the shape, has even sides and the pixels of its quality', (quality) => {
    const most = Math.min((pictureHeights[quality] ** 2 * 16) / 9, width * height);
    for (const index of indexes) {
      const layer = cameraLayer(quality, { width, height }, index);
      const pixels = layer.width * layer.height * ladders[quality].motion[index].scaleDownBy ** 2;
      expect(pixels).toBeLessThanOrEqual(most * 1.02);
      // A picture that is not scaled is the camera's own, odd or not.
      if (layer.width === width) continue;
      expect([layer.width % 2, layer.height % 2]).toEqual([0, 0]);
      // A pixel or two of a small layer.
      expect(Math.abs(layer.width / layer.height / (width / height) - 1)).toBeLessThan(0.02);
      expect(pixels).toBeGreaterThan(0.85 * most);
    }
  });
});

test('the largest layer of a camera that is not 16:9, in every preset', () => {
  const largest = ({ width, height }: PictureSize): readonly string[] =>
    qualities.map((quality) => {
      const layer = cameraLayer(quality, { width, height }, 2);
      return `${quality} ${String(layer.width)}×${String(layer.height)}`;
    });
  expect(largest({ width: 1600, height: 1200 }).toSorted()).toEqual([
    'high 1600×1200',
    'saver 824×618',
    'standard 1104×828',
  ]);
  expect(largest({ width: 1080, height: 1920 }).toSorted()).toEqual([
    'high 1080×1920',
    'saver 540×960',
    'standard 720×1280',
  ]);
});

test('a small camera that was enlarged is not made smaller again', () => {
  const size = { width: 832, height: 624 };
  expect(cameraLayer('saver', size, 2)).toEqual(size);
});

test('a smaller picture is not scaled up, and a screen keeps its size unless motion is to stay smooth', () => {
  const scale = (quality: Quality, content: Content, isScreen: boolean, size: PictureSize | null) =>
    layerFor({ quality, content, isScreen, size }, 2).scaleDownBy;
  const upright = { width: 1080, height: 1920 };
  expect(scale('high', 'motion', false, { width: 1280, height: 720 })).toBe(1);
  expect(scale('high', 'motion', false, null)).toBe(1);
  expect(scale('saver', 'text', true, upright)).toBe(1);
  expect(scale('saver', 'motion', true, upright)).toBeCloseTo(2, 1);
  // A camera whose lower layers are to stay sharp is still a camera.
  expect(scale('saver', 'text', false, upright)).toBeCloseTo(2, 1);
});
