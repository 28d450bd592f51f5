import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { offAir, type LiveStatus } from '@lectern/bridge';
import { LiveFile } from './live-file.ts';

const live: LiveStatus = { report: { ...offAir.report, air: 'live' }, sinceMs: 5_000 };
const paused: LiveStatus = { ...live, report: { ...live.report, air: 'paused' } };
const here = { service: 'https://lectern.example', roomId: 'a'.repeat(20) };
let folder: string;
let said: string[];
const open = (): LiveFile =>
  new LiveFile({ folder, identify: () => here, log: (message: string) => void said.push(message) });
const opened: LiveFile[] = [];
const run = (): LiveFile => {
  const file = open();
  opened.push(file);
  return file;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-live-'));
  said = [];
});
afterEach(() => {
  for (const file of opened.splice(0)) file.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('a run that ended without a word is gone back to, paused where it was paused', () => {
  const killed = run();
  killed.follow(live, offAir);
  killed.follow(paused, live);
  expect(open().takeReturn(Date.now())).toMatchObject({ air: 'paused', sinceMs: 5_000 });
});

test('a run that stopped, or whose app ended, leaves nothing', () => {
  const stopped = run();
  stopped.follow(live, offAir);
  stopped.follow(offAir, live);
  expect(readdirSync(folder)).toEqual([]);
  const ended = run();
  ended.follow(live, offAir);
  ended.remove();
  expect(open().takeReturn(Date.now())).toBeNull();
});

test('after three returns in a row it is left to the person, and the note is gone', () => {
  run().follow(live, offAir);
  for (let count = 0; count < 3; count += 1) {
    const again = run();
    expect(again.takeReturn(Date.now())).not.toBeNull();
    again.follow(live, offAir);
  }
  expect(run().takeReturn(Date.now())).toBeNull();
  expect(existsSync(join(folder, 'live.json'))).toBe(false);
});

test('a note that cannot be read is moved aside, one that cannot be written ends nothing', () => {
  writeFileSync(join(folder, 'live.json'), '{"air":"live"');
  expect(run().takeReturn(Date.now())).toBeNull();
  expect(readdirSync(folder)[0]).toMatch(/unreadable/);
  rmSync(folder, { recursive: true });
  run().follow(live, offAir);
  expect(said.at(-1)).toContain('could not be noted');
});
