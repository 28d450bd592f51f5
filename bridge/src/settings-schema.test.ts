/** Settings are read tolerantly and changed strictly. */
import { expect, test } from 'vitest';
import { defaultSettings, SettingsChange, SettingsSchema, withChange } from './settings-schema.ts';

test('the defaults are valid', () => {
  expect(SettingsSchema.parse(defaultSettings)).toEqual(defaultSettings);
});

test('a setting of a newer version is ignored when read, and refused as a change', () => {
  expect(SettingsSchema.parse({ ...defaultSettings, theme: 'light' })).toEqual(defaultSettings);
  expect(SettingsChange.safeParse({ theme: 'light' }).success).toBe(false);
});

test.each([
  { serviceUrl: 'https://lectern.example/' },
  { serviceUrl: 'https://lectern.example/room?x' },
  { serviceUrl: 'javascript:alert(1)' },
  { title: 'x'.repeat(81) },
  { camera: { id: 'x' } },
  { cameraOn: 'yes' },
])('%o is refused', (change) => {
  expect(SettingsChange.safeParse(change).success).toBe(false);
});

test('a change contains only what it was given', () => {
  expect(SettingsChange.parse({ title: 'Tides' })).toEqual({ title: 'Tides' });
  expect(withChange({ ...defaultSettings, sending: 'each' }, SettingsChange.parse({ title: 'Tides' })).sending).toBe(
    'each',
  );
});

test('a missing setting gets its default', () => {
  const { layout: _layout, cameraInset: _inset, slate: _slate, ...older } = defaultSettings;
  expect(SettingsSchema.parse(older)).toEqual(defaultSettings);
});

test('a slate’s picture is a bitmap of limited size', () => {
  const slate = (picture: string) => SettingsChange.safeParse({ slate: { text: '', picture } }).success;
  expect(slate('data:image/webp;base64,UklGRg==')).toBe(true);
  expect(slate('data:image/svg+xml;base64,PHN2Zz4=')).toBe(false);
  expect(slate(`data:image/png;base64,${'A'.repeat(800_000)}`)).toBe(false);
});

test('a field that is present but undefined changes nothing', () => {
  const settings = { ...defaultSettings, title: 'Tides' };
  expect(withChange(settings, { title: undefined, cameraOn: false })).toEqual({ ...settings, cameraOn: false });
});

test('settings of an early version list the service that they use', () => {
  const { services: _none, ...old } = { ...defaultSettings, serviceUrl: 'https://lectern.example' };
  const services = [{ origin: 'https://lectern.example', name: '' }];
  expect(SettingsSchema.parse(old)).toMatchObject({ serviceUrl: 'https://lectern.example', services });
  const two = withChange({ ...defaultSettings, services }, { serviceUrl: 'https://other.example' });
  expect(two.services.map(({ origin }) => origin)).toEqual(['https://lectern.example', 'https://other.example']);
  expect(withChange(two, { serviceUrl: null })).toMatchObject({ serviceUrl: null, services: two.services });
});
