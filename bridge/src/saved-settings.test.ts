/** Settings of earlier versions are brought up to date when they are read. */
import { expect, test } from 'vitest';
import { readSavedSettings, savedFormOf } from './saved-settings.ts';
import { defaultSettings } from './settings-schema.ts';

const oldDefaults = { pause: 'CommandOrControl+Shift+P', microphone: 'CommandOrControl+Shift+M' };
const { shortcuts: present } = defaultSettings;

test('saved settings are read as they were, and a missing one gets its default', () => {
  const settings = { ...defaultSettings, title: 'Tides', shortcuts: { pause: null, microphone: 'F9' } };
  expect(readSavedSettings(JSON.parse(JSON.stringify(savedFormOf(settings))))).toEqual(settings);
  expect(readSavedSettings({ title: 'Tides' })).toEqual({ ...defaultSettings, title: 'Tides' });
});

test.each([
  ['both defaults', oldDefaults, present],
  ['one default', { ...oldDefaults, microphone: 'F9' }, { ...present, microphone: 'F9' }],
  ['none', { pause: null, microphone: null }, { pause: null, microphone: null }],
])('of shortcuts that an early version saved (%s), only its defaults are replaced', (_what, shortcuts, expected) => {
  expect(readSavedSettings({ ...defaultSettings, shortcuts }).shortcuts).toEqual(expected);
});

test('the old default, chosen since, stays', () => {
  const chosen = { ...defaultSettings, shortcuts: oldDefaults };
  expect(readSavedSettings(savedFormOf(chosen)).shortcuts).toEqual(oldDefaults);
});

test('a setting that is not valid is refused', () => {
  expect(() => readSavedSettings({ title: 7 })).toThrow('title');
  expect(() => readSavedSettings({ shortcuts: 'none' })).toThrow('shortcuts');
});
