import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '@lectern/bridge';

// Outside of Electron its package is only the path of a binary, which it would download where it does not know one.
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/not-started-here');
const { SettingsFile } = await import('./settings.ts');

let folder: string;
let said: string[];
const open = () => SettingsFile.open(folder, (message) => void said.push(message));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-settings-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a change is kept, told, and there the next time', () => {
  const settings = open();
  const told: unknown[] = [];
  const unsubscribe = settings.onChange((current) => told.push(current.title));
  expect(settings.current).toEqual(defaultSettings);
  settings.update({ title: 'Tides', cameraOn: undefined });
  unsubscribe();
  settings.update({ cameraOn: false });
  expect(told).toEqual(['Tides']);
  expect(open().current).toEqual({ ...defaultSettings, title: 'Tides', cameraOn: false });
});

test('what is not valid is refused and changes nothing', () => {
  const settings = open();
  expect(() => settings.update({ title: 'x'.repeat(81) })).toThrow('title');
  expect(open().current).toEqual(defaultSettings);
});

test('a newer version’s settings stay in the file', () => {
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', title: 'Tides' }));
  open().update({ cameraOn: false });
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
    theme: 'light',
    title: 'Tides',
  });
});

test.each(['{"title":', '{"title":7}'])('a file that holds %s is moved aside and said so', (text) => {
  writeFileSync(join(folder, 'settings.json'), text);
  const settings = open();
  expect(settings.current).toEqual(defaultSettings);
  const aside = readdirSync(folder).find((name) => name.startsWith('settings.json.unreadable-'));
  expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text);
  expect(settings.keptAs).toBe(join(folder, aside ?? ''));
  expect(open().keptAs).toBeNull();
  expect(said).toHaveLength(1);
});
