/** What cannot be saved now is reported once and saved later. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeLogger, type FakeLogger } from '../log/logger.fixture.ts';
import { SAVE_RETRY_MS } from '../policy.ts';
import { Saving } from './saving.ts';

const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
const forbidden = Object.assign(new Error('read-only file system'), { code: 'EROFS' });

let log: FakeLogger;
let saving: Saving;
let trouble: Error | undefined;
let written: string[];

const saveSettings = (text: string): void =>
  saving.save('settings', () => {
    if (trouble !== undefined) throw trouble;
    written.push(text);
  });
const problem = () => saving.problem.get();

beforeEach(() => {
  vi.useFakeTimers();
  log = fakeLogger();
  saving = new Saving(log);
  trouble = undefined;
  written = [];
});
afterEach(() => {
  saving.close();
  vi.useRealTimers();
});

test('what can be written is written at once', () => {
  saveSettings('one');
  expect([written, problem(), log.lines]).toEqual([['one'], null, []]);
});

test('what cannot be written is reported once, and written when there is space: only the latest', () => {
  const reported: unknown[] = [];
  saving.problem.subscribe(() => reported.push(problem()));
  trouble = full;
  saveSettings('one');
  saveSettings('two');
  vi.advanceTimersByTime(SAVE_RETRY_MS * 3);
  expect(reported).toEqual([{ why: 'disk-full', lost: 'changes' }]);
  expect(log.problems).toEqual(['could not save the settings: no space left on device']);
  trouble = undefined;
  vi.advanceTimersByTime(SAVE_RETRY_MS);
  expect([written, problem()]).toEqual([['two'], null]);
  expect(vi.getTimerCount()).toBe(0);
});

test('a room key that is not saved is the more serious, and another reason is named', () => {
  trouble = forbidden;
  saveSettings('one');
  expect(problem()).toEqual({ why: 'not-writable', lost: 'changes' });
  saving.save('room key', () => {
    throw full;
  });
  expect(problem()).toEqual({ why: 'disk-full', lost: 'link' });
  saving.forget('room key');
  saving.forget('settings');
  expect(problem()).toBeNull();
});

test('the end of the app is a last attempt', () => {
  trouble = full;
  saveSettings('one');
  trouble = undefined;
  saving.close();
  expect(written).toEqual(['one']);
  trouble = full;
  saveSettings('two');
  expect(vi.getTimerCount()).toBe(0);
});
