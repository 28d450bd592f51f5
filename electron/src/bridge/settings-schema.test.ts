import { expect, test } from 'vitest';
import { defaultSettings, SettingsChange, SettingsSchema, withChange } from './settings-schema.ts';

test('the settings that one starts with are valid', () => {
  expect(SettingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
});

test('a newer version’s setting is passed over when read, and refused as a change', () => {
  expect(SettingsSchema.parse({ ...defaultSettings, theme: 'light' })).toEqual(defaultSettings);
  expect(SettingsChange.safeParse({ theme: 'light' }).success).toBe(false);
});

test.each([
  { serviceUrl: 'https://lectern.example/room' },
  { serviceUrl: 'javascript:alert(1)' },
  { title: 'x'.repeat(81) },
  { camera: { id: 'x' } },
  { cameraOn: 'yes' },
])('%o is refused', (change) => {
  expect(SettingsChange.safeParse(change).success).toBe(false);
});

test('a field that is there but undefined changes nothing', () => {
  const settings = { ...defaultSettings, title: 'Tides' };
  expect(withChange(settings, { title: undefined, cameraOn: false })).toEqual({ ...settings, cameraOn: false });
});
