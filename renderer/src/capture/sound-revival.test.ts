/** Lost sound is asked for while it is wanted and permitted, under a fake clock. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SoundServer } from '@lectern/bridge';
import { Store } from '@lectern/state';
import { SOUND_REVIVAL_INTERVAL_MS } from '../policy/capture.ts';
import type { DeviceState } from './device-source.ts';
import { SoundRevival } from './sound-revival.ts';
import type { SystemSoundState } from './system-sound-source.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function studio(answer: () => SoundServer) {
  const reviveSound = vi.fn<() => Promise<SoundServer>>(() => Promise.resolve(answer()));
  const microphone = { state: new Store<DeviceState>({ name: 'off' }) };
  const systemSound = { state: new Store<SystemSoundState>({ name: 'off' }) };
  const revival = new SoundRevival({ desktop: { reviveSound }, microphone, systemSound });
  return { reviveSound, microphone, systemSound, revival };
}

const pass = (intervals: number) => vi.advanceTimersByTimeAsync(intervals * SOUND_REVIVAL_INTERVAL_MS);

test('asks the machine as long as a wanted sound is missing, and says what it answers', async () => {
  let server: SoundServer = 'away';
  const { reviveSound, microphone, systemSound, revival } = studio(() => server);
  await pass(3);
  expect(reviveSound).not.toHaveBeenCalled();
  microphone.state.set({ name: 'failed', trouble: 'unplugged' });
  systemSound.state.set({ name: 'failed', trouble: 'unreadable' });
  await pass(2.5);
  expect([reviveSound.mock.calls.length, revival.server.get()]).toEqual([3, 'away']);
  server = 'answers';
  microphone.state.set({ name: 'off' });
  await pass(1);
  expect([reviveSound.mock.calls.length, revival.server.get()]).toEqual([4, 'answers']);
  systemSound.state.set({ name: 'off' });
  await pass(3);
  expect([reviveSound.mock.calls.length, revival.server.get()]).toEqual([4, 'unknown']);
  microphone.state.set({ name: 'failed', trouble: 'missing' });
  await pass(0.5);
  expect(reviveSound).toHaveBeenCalledTimes(5);
  revival.close();
  await pass(3);
  expect(reviveSound).toHaveBeenCalledTimes(5);
});

test('a source that is not permitted or not shared is not asked for', async () => {
  const { reviveSound, microphone, systemSound, revival } = studio(() => 'answers');
  microphone.state.set({ name: 'failed', trouble: 'blocked' });
  for (const trouble of ['blocked', 'not-shared', 'stopped'] as const) {
    systemSound.state.set({ name: 'failed', trouble });
    await pass(2);
  }
  expect(reviveSound).not.toHaveBeenCalled();
  revival.close();
});
