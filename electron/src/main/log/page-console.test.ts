/** Console lines of pages, in the forms that old and new Electron give them. */
import { expect, test } from 'vitest';
import { fakeLogger } from './logger.fixture.ts';
import { consoleListener, readConsoleLine } from './page-console.ts';

test('a console line is read from the event of new and of old versions of Electron', () => {
  expect(readConsoleLine({ level: 'warning', message: 'new' }, 1, 'old')).toEqual({ level: 'warn', text: 'new' });
  expect(readConsoleLine({}, 2, 'old')).toEqual({ level: 'warn', text: 'old' });
  expect(readConsoleLine({}, 0, 'old').level).toBe('debug');
});

test('a long line is cut', () => {
  expect(readConsoleLine({ level: 'info', message: 'x'.repeat(10_000) }, 1, '').text).toHaveLength(2_000);
});

test('the listener reads both forms, and declares no parameter that Electron reports as deprecated', () => {
  const log = fakeLogger();
  const listener = consoleListener(log);
  listener({ level: 'warning', message: 'as an object' });
  listener({}, 3, 'as parameters');
  expect(log.problems).toEqual(['as an object', 'as parameters']);
  expect(listener.length).toBeLessThanOrEqual(1);
});
