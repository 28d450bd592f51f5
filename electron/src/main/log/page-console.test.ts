import { expect, test } from 'vitest';
import { readConsoleLine } from './page-console.ts';

test('a console line is read from the event of new and of old versions of Electron', () => {
  expect(readConsoleLine({ level: 'warning', message: 'new' }, 1, 'old')).toEqual({ level: 'warn', text: 'new' });
  expect(readConsoleLine({}, 2, 'old')).toEqual({ level: 'warn', text: 'old' });
  expect(readConsoleLine({}, 0, 'old').level).toBe('debug');
});

test('a long line is cut', () => {
  expect(readConsoleLine({ level: 'info', message: 'x'.repeat(10_000) }, 1, '').text).toHaveLength(2_000);
});
