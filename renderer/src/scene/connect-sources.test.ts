/** Tracks of the sources reach the scene, and the layout hears of shared screens. */
import { Store } from '@lectern/state';
import { expect, test } from 'vitest';
import type { DeviceState } from '../capture/device-source.ts';
import type { ScreenState } from '../capture/screen-source.ts';
import type { SystemSoundState } from '../capture/system-sound-source.ts';
import { connectSources } from './connect-sources.ts';

const track = {} as MediaStreamTrack;
const shared: ScreenState = { name: 'on', track, sound: null, label: 'A screen', kind: 'screen', displayId: null };

function connected() {
  const calls: unknown[] = [];
  const changes: string[] = [];
  const record =
    (source: string) =>
    (...given: unknown[]): void =>
      void calls.push([source, ...given]);
  const scene = {
    setCamera: record('camera'),
    setScreen: record('screen'),
    setMicrophone: record('microphone'),
    setSystemSound: record('system sound'),
  };
  const camera = new Store<DeviceState>({ name: 'off' });
  const microphone = new Store<DeviceState>({ name: 'off' });
  const screen = new Store<ScreenState>({ name: 'off' });
  const systemSound = new Store<SystemSoundState>({ name: 'off' });
  const disconnect = connectSources(
    scene,
    {
      camera: { state: camera },
      microphone: { state: microphone },
      screen: { state: screen },
      systemSound: { state: systemSound },
    },
    (change) => changes.push(change),
  );
  calls.length = 0;
  return { calls, changes, camera, microphone, screen, systemSound, disconnect };
}

test('a track is set when its source starts, and removed for the right reason', () => {
  const { calls, camera, microphone } = connected();
  camera.set({ name: 'on', track, device: { id: '1', label: 'Desk' }, isChosen: true });
  camera.set({ name: 'failed', trouble: 'unplugged' });
  camera.set({ name: 'off' });
  microphone.set({ name: 'on', track, device: { id: '2', label: 'Desk' }, isChosen: true });
  expect(calls).toEqual([
    ['camera', track, 'lost'],
    ['camera', null, 'lost'],
    ['camera', null, 'switched-off'],
    ['microphone', track],
  ]);
});

test('a screen that is shared or stopped is reported once, a lost or cancelled one is not', () => {
  const { changes, screen } = connected();
  screen.set({ name: 'choosing' });
  screen.set({ name: 'off' });
  expect(changes).toEqual([]);
  screen.set(shared);
  screen.set({ ...shared, label: 'Another screen' });
  expect(changes).toEqual(['shared']);
  screen.set({ name: 'failed', trouble: 'gone' });
  expect(changes).toEqual(['shared']);
  screen.set({ name: 'off' });
  expect(changes).toEqual(['shared', 'stopped']);
});

test('after disconnecting, the sources can close without an effect on scene and layout', () => {
  const { calls, changes, screen, disconnect } = connected();
  screen.set(shared);
  calls.length = 0;
  disconnect();
  screen.set({ name: 'off' });
  expect([calls, changes]).toEqual([[], ['shared']]);
});
