/** What `?debug` keeps for its panel, from loggers created before and after. */
import loglevel from 'loglevel';
import { expect, test, vi } from 'vitest';
import { DEBUG_LINES_MAX } from './policy.ts';
import { startDebugLog } from './debug-log.ts';

test('nothing without ?debug', () => {
  expect(startDebugLog('?quality=best')).toBeUndefined();
});

test('the newest lines of every logger', () => {
  vi.spyOn(console, 'log').mockReturnValue(undefined);
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  const before = loglevel.getLogger('before');
  const lines = startDebugLog('?debug');
  before.debug('a line');
  loglevel.getLogger('after').warn('another', 2);
  const kept = lines?.get() ?? [];
  expect(kept.map(({ text }) => text.replace(/^[\d:.]+ /, ''))).toEqual([
    'debug before: a line',
    'warn after: another 2',
  ]);
  for (let index = 0; index < DEBUG_LINES_MAX; index += 1) before.debug(`line ${String(index)}`);
  expect(lines?.get()).toHaveLength(DEBUG_LINES_MAX);
  expect(lines?.get()[0]?.text).toContain('line 0');
});
