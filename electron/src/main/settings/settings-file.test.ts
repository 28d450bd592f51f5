/** Settings are changed, saved and read again, also where the disk refuses. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '@lectern/bridge';
import { makeUnwritable, makeWritable } from '../files/full-disk.fixture.ts';
import { Saving } from '../files/saving.ts';
import { SettingsFile } from './settings-file.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';

let folder: string;
let log: FakeLogger;
const open = () => SettingsFile.open(folder, new Saving(log), log);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-settings-'));
  log = fakeLogger();
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a change is saved, notified, and present at the next start', () => {
  const settings = open();
  const notified: unknown[] = [];
  const unsubscribe = settings.subscribe((current) => notified.push(current.title));
  expect(settings.current).toEqual(defaultSettings);
  settings.update({ title: 'Tides', cameraOn: undefined });
  unsubscribe();
  settings.update({ cameraOn: false });
  expect(notified).toEqual(['Tides']);
  expect(open().current).toEqual({ ...defaultSettings, title: 'Tides', cameraOn: false });
});

test('an invalid change is refused and changes nothing', () => {
  const settings = open();
  expect(() => settings.update({ title: 'x'.repeat(81) })).toThrow('title');
  expect(open().current).toEqual(defaultSettings);
});

test('settings of a newer version stay in the file', () => {
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'light', title: 'Tides' }));
  open().update({ cameraOn: false });
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
    theme: 'light',
    title: 'Tides',
  });
});

test.each(['{"title":', '{"title":7}'])('a file that contains %s is moved aside and reported', (text) => {
  writeFileSync(join(folder, 'settings.json'), text);
  const settings = open();
  expect(settings.current).toEqual(defaultSettings);
  const aside = readdirSync(folder).find((name) => name.startsWith('settings.json.unreadable-'));
  expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(text);
  expect(settings.movedTo).toBe(join(folder, aside ?? ''));
  expect(open().movedTo).toBeNull();
  expect(log.problems).toHaveLength(1);
});

test('a change that cannot be saved is in effect, and is saved once there is space', () => {
  const saving = new Saving(log);
  const settings = SettingsFile.open(folder, saving, log);
  const notified: unknown[] = [];
  settings.subscribe((current) => notified.push(current.title));
  makeUnwritable(folder);
  expect(settings.update({ title: 'Tides' }).title).toBe('Tides');
  settings.update({ cameraOn: false });
  expect([notified, settings.current.cameraOn]).toEqual([['Tides', 'Tides'], false]);
  expect(saving.problem.get()).toEqual({ why: 'not-writable', lost: 'changes' });
  makeWritable(folder);
  saving.close();
  expect(open().current).toMatchObject({ title: 'Tides', cameraOn: false });
});
