/** Settings in local storage, also in one that refuses. */
import { defaultSettings } from '@lectern/bridge';
import { beforeEach, expect, test } from 'vitest';
import { BrowserSettings } from './browser-settings.ts';

let kept: Map<string, string>;
let settings: BrowserSettings;
let isFull: boolean;
beforeEach(() => {
  kept = new Map();
  isFull = false;
  settings = new BrowserSettings({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => {
      if (isFull) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      kept.set(key, text);
    },
  });
});

test('a valid change is stored with the other settings, and an invalid one is refused', () => {
  settings.update({ title: 'Tides' });
  expect(settings.read()).toEqual({ ...defaultSettings, title: 'Tides' });
  expect(() => settings.update({ serviceUrl: 'lectern.example' })).toThrow('The service is given as an address');
  expect(settings.read().serviceUrl).toBeNull();
});

test.each(['{"title":', '{"title":7}', 'null1'])(
  'unreadable settings (%s) are put aside, and the defaults apply',
  (text) => {
    kept.set('lectern:settings', text);
    expect(settings.read()).toEqual(defaultSettings);
    expect(kept.get('lectern:settings:unreadable')).toBe(text);
    expect(settings.update({ title: 'Tides' }).title).toBe('Tides');
  },
);

test('a change that the storage refuses is in effect, and is saved with the next one', () => {
  isFull = true;
  expect(settings.update({ title: 'Tides' }).title).toBe('Tides');
  expect([settings.read().title, settings.saveProblem.get()?.lost]).toEqual(['Tides', 'changes']);
  isFull = false;
  settings.update({ cameraOn: false });
  expect(settings.saveProblem.get()).toBeNull();
  expect(JSON.parse(kept.get('lectern:settings') ?? '')).toMatchObject({ title: 'Tides', cameraOn: false });
});
