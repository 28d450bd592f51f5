/** Finds the sound server as PulseAudio's own clients do, and asks whether it answers. */
import { expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, soundServerOf } from './sound-server.ts';

test.each([
  [{ PULSE_SERVER: 'unix:/tmp/pulse/native', XDG_RUNTIME_DIR: '/run/user/1' }, { path: '/tmp/pulse/native' }],
  [{ PULSE_SERVER: '{6b1f}unix:/tmp/native tcp:far' }, { path: '/tmp/native' }],
  [{ PULSE_SERVER: '/tmp/native' }, { path: '/tmp/native' }],
  [{ PULSE_SERVER: 'tcp:desk.local:4714' }, { host: 'desk.local', port: 4714 }],
  [{ PULSE_SERVER: 'tcp6:[::1]:4714' }, { host: '::1', port: 4714 }],
  [{ PULSE_SERVER: 'desk' }, { host: 'desk', port: 4713 }],
  [{ PULSE_RUNTIME_PATH: '/run/pulse' }, { path: '/run/pulse/native' }],
  [{ XDG_RUNTIME_DIR: '/run/user/1' }, { path: '/run/user/1/pulse/native' }],
  [{}, undefined],
])('with %o it listens at %o', (env, address) => {
  expect(soundServerOf({ platform: 'linux', env })).toEqual(address);
});

test('other systems have none', () => {
  expect(soundServerOf({ platform: 'darwin', env: { PULSE_SERVER: 'unix:/tmp/native' } })).toBeUndefined();
});

test('a server answers while it listens, and not before or after', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-sound-'));
  const address = { path: join(folder, 'native') };
  expect(await answers(address)).toBe(false);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(address, resolve));
  expect(await answers(address)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
  expect(await answers(address)).toBe(false);
  rmSync(folder, { recursive: true });
});
