/** Watchers are offered the layers that are encoded. */
import { expect, test } from 'vitest';
import { offeredLayers } from './offered-layers.ts';
import type { EncodedPicture } from './layers.ts';

const rows: readonly (readonly [string, EncodedPicture, readonly (readonly [height: number, fps: number])[]])[] = [
  [
    'a camera',
    { quality: 'standard', content: 'motion', height: 720 },
    [
      [180, 30],
      [360, 30],
      [720, 30],
    ],
  ],
  [
    'a camera larger than its quality',
    { quality: 'saver', content: 'motion', height: 1080 },
    [
      [180, 30],
      [360, 30],
      [540, 30],
    ],
  ],
  [
    'a screen, slower instead of smaller',
    { quality: 'high', content: 'text', height: 1440 },
    [
      [1440, 3],
      [1440, 10],
      [1440, 30],
    ],
  ],
  ['no picture yet', { quality: 'standard', content: 'motion', height: null }, []],
];
test.each(rows)('%s', (_title, picture, expected) => {
  expect(offeredLayers(picture).map(({ height, fps }) => [height, fps])).toEqual(expected);
});
