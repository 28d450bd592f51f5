/** How many failed checks in a row make the service not ready. */
import { once, EventEmitter } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { openLog } from '../log.ts';
import { ReadinessChecks } from './readiness.ts';

let checks: ReadinessChecks | undefined;
afterEach(() => checks?.close());

/** `results`: of one check after the other; the last one stays. */
function started(results: readonly boolean[], isBehind = false) {
  const events = new EventEmitter();
  const left = [...results];
  const running = new ReadinessChecks({
    log: openLog('silent'),
    intervalMs: 1,
    againMs: 1,
    isBehind: () => isBehind,
    check: async () => {
      const isWell = left.length > 1 ? left.shift() : left[0];
      if (isWell !== true) throw new Error('not in time');
    },
    // The state follows.
    onChecked: () => setImmediate(() => events.emit('checked', running.state)),
  });
  checks = running;
  running.start();
  return {
    states: async (count: number): Promise<unknown[]> => {
      const states: unknown[] = [];
      while (states.length < count) states.push(...(await once(events, 'checked')));
      return states;
    },
  };
}

test('one failed check in between changes nothing', async () => {
  const { states } = started([true, false, true, false, true]);
  expect(new Set(await states(6))).toEqual(new Set(['ready']));
});

test('two in a row do, until one succeeds', async () => {
  const { states } = started([true, false, false, true]);
  expect(await states(4)).toEqual(['ready', 'ready', 'failing', 'ready']);
});

test('an instance that is behind stays ready, however often it fails', async () => {
  const { states } = started([true, false], true);
  expect(new Set(await states(6))).toEqual(new Set(['ready']));
});

test('one that has never joined itself is not ready', async () => {
  const { states } = started([false], true);
  expect(new Set(await states(4))).toEqual(new Set(['starting']));
});
