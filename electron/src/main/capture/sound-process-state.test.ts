/** When the audio process is started again, as a sound server comes, goes and restarts. */
import { expect, test } from 'vitest';
import { SOUND_RESTART_MS, SOUND_TROUBLE_GAP_MS } from '../policy.ts';
import { afterComplaint, afterStart, initialSoundProcess, type SoundFacts } from './sound-process-state.ts';

/** The page complains every two seconds: at which of these times the process is started again. */
function restartsWith(facts: readonly Omit<SoundFacts, 'nowMs'>[], begin = initialSoundProcess): number[] {
  let state = begin;
  return facts.flatMap((fact, index) => {
    const nowMs = 100_000 + index * 2_000;
    const [next, decision] = afterComplaint(state, { ...fact, nowMs });
    state = next;
    return decision === 'restart' ? [index * 2_000] : [];
  });
}

const away = { isServerAway: true, hasDevices: false };
const blind = { isServerAway: false, hasDevices: false };
const fine = { isServerAway: false, hasDevices: true };
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test('a server that was away and is back: the process is started again at once, and once', () => {
  expect(restartsWith([...times(5, away), ...times(3, blind)])).toEqual([10_000]);
  // Devices of another sound system are listed meanwhile.
  expect(restartsWith([away, ...times(20, fine)])).toEqual([2_000]);
});

test('a server that was restarted between two complaints: no device is listed any more', () => {
  expect(restartsWith([blind])).toEqual([0]);
});

test('a machine that merely has no microphone keeps its process', () => {
  expect(restartsWith(times(100, fine))).toEqual([]);
});

test('a restart that does not help is repeated after growing delays', () => {
  const atMs = restartsWith(times(200, blind));
  const gapsMs = atMs.slice(1).map((ms, index) => ms - (atMs[index] ?? 0));
  expect(gapsMs[0]).toBeGreaterThanOrEqual(SOUND_RESTART_MS.first);
  expect(gapsMs).toEqual(gapsMs.toSorted((a, b) => a - b));
  expect(Math.max(...gapsMs)).toBeLessThan(SOUND_RESTART_MS.longest + 2_000);
});

test('the next trouble is met at once, however often the server was restarted before', () => {
  let state = initialSoundProcess;
  for (let nowMs = 0; nowMs < 50 * (SOUND_TROUBLE_GAP_MS + 1); nowMs += SOUND_TROUBLE_GAP_MS + 1) {
    const [next, decision] = afterComplaint(state, { ...blind, nowMs });
    expect(decision).toBe('restart');
    state = next;
  }
});

test('a process that died while the server was away is started again once the server is back', () => {
  expect(restartsWith(times(5, fine), afterStart(initialSoundProcess, true))).toEqual([0]);
  expect(restartsWith(times(5, fine), afterStart(initialSoundProcess, false))).toEqual([]);
});
