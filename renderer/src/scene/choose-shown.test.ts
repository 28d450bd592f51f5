/** Which sources are shown, for every combination that matters. */
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
  ['a camera with a picture is shown', ['camera', 'present', 'absent'], 'card', 'camera'],
  ['without its camera a card is shown, never the screen', ['camera', 'absent', 'present'], 'camera', 'card'],
  ['without its screen a card is shown, never the camera', ['screen', 'present', 'absent'], 'screen', 'card'],
  ['the slate stays while the camera is awaited', ['camera', 'awaited', 'absent'], 'slate', 'slate'],
  ['both are shown when both have a picture', ['both', 'present', 'present'], 'slate', 'both'],
  ['without the camera, the screen is shown alone', ['both', 'absent', 'present'], 'both', 'screen'],
  ['without the screen, the camera is shown alone', ['both', 'present', 'absent'], 'both', 'camera'],
  ['the slate stays until both have a picture', ['both', 'present', 'awaited'], 'slate', 'slate'],
  ['a shown camera stays while the screen is awaited', ['both', 'present', 'awaited'], 'camera', 'camera'],
  ['a removed camera is not shown while the screen is awaited', ['screen', 'absent', 'awaited'], 'camera', 'card'],
  ['without both, a card is shown', ['both', 'absent', 'absent'], 'both', 'card'],
];

test.each(rows)('%s', (_name, [kind, camera, screen], before, shown) => {
  expect(chooseShown(kind, { camera, screen }, before)).toBe(shown);
});

test('a slate counts as a picture, a card does not', () => {
  expect(hasPicture('camera', { camera: false, screen: true })).toBe(false);
  expect(hasPicture('both', { camera: false, screen: true })).toBe(true);
  expect(hasPicture('slate', { camera: false, screen: false })).toBe(true);
});
