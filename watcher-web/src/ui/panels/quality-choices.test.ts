/** Layers on offer, and the names of the choices. */
import type { OfferedLayer } from '@lectern/protocol';
import { expect, test } from 'vitest';
import { qualityChoices } from './quality-choices.ts';

const camera: readonly OfferedLayer[] = [180, 360, 720].map((height) => ({ height, fps: 30 }));
const screen: readonly OfferedLayer[] = [3, 10, 30].map((fps) => ({ height: 1080, fps }));
const choices = (layers: readonly OfferedLayer[], shown = 0): string[] =>
  qualityChoices(layers, shown).map(({ wish, name, detail }) =>
    [wish, name, detail].filter((one) => one !== undefined).join(' '),
  );

test('the layers of a camera differ in height', () => {
  expect(choices(camera, 360)).toEqual([
    'auto Auto now 360p',
    '2 720p',
    '1 360p',
    '0 180p',
    'sound Sound only uses the least data',
  ]);
});

test('the layers of a screen differ in frame rate', () => {
  expect(choices(screen).slice(1, 4)).toEqual([
    '2 1080p up to 30 frames per second',
    '1 1080p up to 10 frames per second',
    '0 1080p up to 3 frames per second',
  ]);
});

test('without a picture the current height is not shown', () => {
  expect(choices(camera)[0]).toBe('auto Auto');
});

test('a ladder of two layers has the two highest levels', () => {
  expect(qualityChoices(camera.slice(1), 0).map(({ wish }) => wish)).toEqual(['auto', 2, 1, 'sound']);
});

test('without layers on offer there is no choice', () => {
  expect(qualityChoices([], 720)).toEqual([]);
});
