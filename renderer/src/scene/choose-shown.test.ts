import { expect, test } from 'vitest';
import { chooseShown, hasPicture, type Presence } from './choose-shown.ts';
import type { SceneLayout, Shown } from './scene-layout.ts';

const rows: readonly [
  name: string,
  layout: readonly [kind: SceneLayout['kind'], camera: Presence, screen: Presence],
  before: Shown,
  shown: Shown,
][] = [
  ['the slate needs no source', ['slate', 'present', 'present'], 'camera', 'slate'],
  ['a camera that is there', ['camera', 'present', 'absent'], 'card', 'camera'],
  ['no camera is a card, never the screen', ['camera', 'absent', 'present'], 'camera', 'card'],
  ['no screen is a card, never the face', ['screen', 'present', 'absent'], 'screen', 'card'],
  ['a camera on its way leaves what is there', ['camera', 'awaited', 'absent'], 'slate', 'slate'],
  ['both', ['both', 'present', 'present'], 'slate', 'both'],
  ['without its camera, the screen alone', ['both', 'absent', 'present'], 'both', 'screen'],
  ['without its screen, the camera alone', ['both', 'present', 'absent'], 'both', 'camera'],
  ['from the slate, the cut waits for both', ['both', 'present', 'awaited'], 'slate', 'slate'],
  ['a moving camera goes on while the screen starts', ['both', 'present', 'awaited'], 'camera', 'camera'],
  ['what was taken away is not shown while another is on its way', ['screen', 'absent', 'awaited'], 'camera', 'card'],
  ['neither', ['both', 'absent', 'absent'], 'both', 'card'],
];

test.each(rows)('%s', (_name, [kind, camera, screen], before, shown) => {
  expect(chooseShown(kind, { camera, screen }, before)).toBe(shown);
});

test('a card is no picture, a slate is one', () => {
  expect(hasPicture('camera', { camera: false, screen: true })).toBe(false);
  expect(hasPicture('both', { camera: false, screen: true })).toBe(true);
  expect(hasPicture('slate', { camera: false, screen: false })).toBe(true);
});
