/** The live note across starts, crashes and damaged files, on a real disk. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { offAir, type LiveStatus } from '@lectern/bridge';
import { Saving } from '../files/saving.ts';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { LiveFile } from './live-file.ts';

const live: LiveStatus = { report: { ...offAir.report, air: 'live' }, sinceMs: 5_000 };
const paused: LiveStatus = { ...live, report: { ...live.report, air: 'paused' } };
const here = { service: 'https://lectern.example', roomId: 'a'.repeat(20) };
let folder: string;
let log: FakeLogger;
let saving: Saving;
const open = (): LiveFile => new LiveFile({ folder, identify: () => here, saving, log });
const opened: LiveFile[] = [];
const run = (): LiveFile => {
  const file = open();
  opened.push(file);
  return file;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-live-'));
  log = fakeLogger();
  saving = new Saving(log);
});
afterEach(() => {
  for (const file of opened.splice(0)) file.remove();
  saving.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the next start finds what a killed run left, paused where it was paused', () => {
  const killed = run();
  killed.onLive(live, offAir);
  killed.onLive(paused, live);
  expect(open().read(Date.now())).toMatchObject({ air: 'paused', sinceMs: 5_000 });
});

test('a run that stopped live, or that ended normally, leaves nothing', () => {
  const stopped = run();
  stopped.onLive(live, offAir);
  stopped.onLive(offAir, live);
  expect(readdirSync(folder)).toEqual([]);
  const ended = run();
  ended.onLive(live, offAir);
  ended.remove();
  expect(open().read(Date.now())).toBeNull();
});

test('after three comebacks there is no further one, and the note is removed', () => {
  run().onLive(live, offAir);
  for (let count = 0; count < 3; count += 1) {
    const again = run();
    expect(again.read(Date.now())).not.toBeNull();
    again.onLive(live, offAir);
  }
  expect(run().read(Date.now())).toBeNull();
  expect(existsSync(join(folder, 'live.json'))).toBe(false);
});

test('a damaged note is moved aside, and a failed write does no harm', () => {
  writeFileSync(join(folder, 'live.json'), '{"air":"live"');
  expect(run().read(Date.now())).toBeNull();
  expect(readdirSync(folder)[0]).toMatch(/unreadable/);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder should be');
  run().onLive(live, offAir);
  expect(log.lines.at(-1)).toContain('could not save the live note');
  rmSync(folder);
});
