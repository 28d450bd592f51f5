/** Which systems let an app capture what the computer plays. */
import { expect, test } from 'vitest';
import { systemSoundOf } from './system-sound.ts';

const nowhere = (): boolean => false;

test.each([
  ['win32', '10.0.19045', {}],
  ['darwin', '22.1.0', {}],
  ['darwin', '25.0.0', {}],
  ['linux', '6.1.0', { PULSE_SERVER: 'unix:/tmp/pulse' }],
] as const)('%s %s has system sound', (platform, release, env) => {
  expect(systemSoundOf({ platform, release, env, exists: nowhere })).toEqual({ kind: 'available' });
});

test('Linux has it where PulseAudio or PipeWire runs', () => {
  const machine = { platform: 'linux', release: '6.1.0', env: { XDG_RUNTIME_DIR: '/run/user/1000' } } as const;
  const sound = systemSoundOf({ ...machine, exists: (path) => path === '/run/user/1000/pulse/native' });
  expect(sound.kind).toBe('available');
});

test.each([
  ['darwin', '21.6.0', 'macOS 13'],
  ['linux', '6.1.0', 'PipeWire'],
] as const)('%s %s says why it has none', (platform, release, word) => {
  const sound = systemSoundOf({ platform, release, env: {}, exists: nowhere });
  expect(sound).toEqual({ kind: 'unavailable', why: expect.stringContaining(word) });
});
