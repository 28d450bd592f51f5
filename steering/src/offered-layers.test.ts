/** Watchers are offered the layers that are encoded. */
import { expect, test } from 'vitest';
import { offeredLayers } from './offered-layers.ts';
import type { EncodedPicture } from './layers.ts';

const camera = { quality: 'standard', content: 'motion', isScreen: false } as const;

const rows: readonly (readonly [string, EncodedPicture, readonly (readonly [height: number, fps: number])[]])[] = [
  [
    'a camera',
    { ...camera, size: { width: 1280, height: 720 } },
    [
      [180, 30],
      [360, 30],
      [720, 30],
    ],
  ],
  [
    'a camera larger than its quality',
    { ...camera, quality: 'saver', size: { width: 1920, height: 1080 } },
    [
      [180, 30],
      [360, 30],
      [540, 30],
    ],
  ],
  [
    'a screen, slower instead of smaller',
    { quality: 'high', content: 'text', isScreen: true, size: { width: 2560, height: 1440 } },
    [
      [1440, 3],
      [1440, 10],
      [1440, 30],
    ],
  ],
  [
    'an upright screen, named after its width',
    { quality: 'standard', content: 'text', isScreen: true, size: { width: 1080, height: 1920 } },
    [
      [1080, 3],
      [1080, 10],
      [1080, 30],
    ],
  ],
  ['no picture yet', { ...camera, size: null }, []],
];
test.each(rows)('%s', (_title, picture, expected) => {
  expect(offeredLayers(picture).map(({ height, fps }) => [height, fps])).toEqual(expected);
});
