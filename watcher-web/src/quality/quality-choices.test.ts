/** What a watcher can choose: what the presenter makes, named so that the choices can be told apart. */
import type { OfferedLayer } from '@lectern/protocol';
import { describe, expect, test } from 'vitest';
import { qualityChoices } from './quality-choices.ts';
import { wishMessage, type QualityWish } from '../session/quality-wish.ts';

const camera: readonly OfferedLayer[] = [180, 360, 720].map((height) => ({ height, fps: 30 }));
const screen: readonly OfferedLayer[] = [3, 10, 30].map((fps) => ({ height: 1080, fps }));
const told = (layers: readonly OfferedLayer[], shown = 0): string[] =>
  qualityChoices(layers, shown).map(({ wish, name, detail }) =>
    [wish, name, detail].filter((one) => one !== undefined).join(' '),
  );

test('a camera’s layers differ in size', () => {
  expect(told(camera, 360)).toEqual([
    'auto Auto 360p just now',
    '2 720p',
    '1 360p',
    '0 180p',
    'sound Sound only uses the least data',
  ]);
});

test('a screen’s layers differ in pace', () => {
  expect(told(screen).slice(1, 4)).toEqual([
    '2 1080p up to 30 pictures a second',
    '1 1080p up to 10 pictures a second',
    '0 1080p up to 3 pictures a second',
  ]);
});

test('nothing on the page yet is nothing to tell', () => {
  expect(told(camera)[0]).toBe('auto Auto');
});

test('a shorter ladder ends with the highest level as well', () => {
  expect(qualityChoices(camera.slice(1), 0).map(({ wish }) => wish)).toEqual(['auto', 2, 1, 'sound']);
});

test('a presenter who offers nothing leaves no choice', () => {
  expect(qualityChoices([], 720)).toEqual([]);
});

describe('the presenter is told', () => {
  const rows: readonly (readonly [QualityWish, number | string])[] = [
    ['auto', 2],
    [2, 2],
    [0, 0],
    ['sound', 'sound'],
  ];
  test.each(rows)('%s as %s', (wish, highest) => {
    expect(wishMessage(wish)).toEqual({ kind: 'quality-capped', highest });
  });
});
