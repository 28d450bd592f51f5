import { defaultSettings } from '@lectern/bridge';
import { beforeEach, expect, test } from 'vitest';
import { BrowserSettings } from './browser-settings.ts';

let kept: Map<string, string>;
let settings: BrowserSettings;
beforeEach(() => {
  kept = new Map();
  settings = new BrowserSettings({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
  });
});

test('a change is kept with the rest, and one that is not valid is refused', () => {
  settings.update({ title: 'Tides' });
  expect(settings.read()).toEqual({ ...defaultSettings, title: 'Tides' });
  expect(() => settings.update({ serviceUrl: 'lectern.example' })).toThrow('The service is given as an address');
  expect(settings.read().serviceUrl).toBeNull();
});

test.each(['{"title":', '{"title":7}', 'null1'])(
  'what cannot be read (%s) is kept beside, and the settings start anew',
  (text) => {
    kept.set('lectern:settings', text);
    expect(settings.read()).toEqual(defaultSettings);
    expect(kept.get('lectern:settings:unreadable')).toBe(text);
    expect(settings.update({ title: 'Tides' }).title).toBe('Tides');
  },
);
