/**
 * Connects the captured sources to the scene: their tracks are added and removed as the sources
 * start and stop.
 */
import type { ReadableStore } from '@lectern/state';
import type { DeviceState } from '../capture/device-source.ts';
import type { ScreenState } from '../capture/screen-source.ts';
import type { SystemSoundState } from '../capture/system-sound-source.ts';
import type { RemovalReason } from './scene-layout.ts';
import type { Scene } from './scene.ts';

interface Source<S> {
  readonly state: ReadableStore<S>;
}

interface Sources {
  readonly camera: Source<DeviceState>;
  readonly microphone: Source<DeviceState>;
  readonly screen: Source<ScreenState>;
  readonly systemSound: Source<SystemSoundState>;
}

type AnyState = DeviceState | ScreenState | SystemSoundState;

const trackOf = (state: AnyState): MediaStreamTrack | null => (state.name === 'on' ? state.track : null);
const reasonOf = (state: AnyState): RemovalReason => (state.name === 'off' ? 'switched-off' : 'lost');

/**
 * `onScreen` is called when a screen starts to be shared, and when the presenter stops sharing it.
 * A lost screen may come back, so it is not called for that. Returns the function that disconnects
 * all sources.
 */
export function connectSources(
  scene: Pick<Scene, 'setCamera' | 'setScreen' | 'setMicrophone' | 'setSystemSound'>,
  { camera, microphone, screen, systemSound }: Sources,
  onScreen: (change: 'shared' | 'stopped') => void,
): () => void {
  let before: ScreenState['name'] = 'off';
  const disconnects = [
    subscribe(camera, (state) => scene.setCamera(trackOf(state), reasonOf(state))),
    subscribe(microphone, (state) => scene.setMicrophone(trackOf(state))),
    subscribe(systemSound, (state) => scene.setSystemSound(trackOf(state))),
    subscribe(screen, (state) => {
      scene.setScreen(trackOf(state), reasonOf(state));
      if (state.name === 'on' && before !== 'on') onScreen('shared');
      // A picker that is closed without a choice changes nothing.
      if (state.name === 'off' && (before === 'on' || before === 'failed')) onScreen('stopped');
      before = state.name;
    }),
  ];
  return () => {
    for (const disconnect of disconnects) disconnect();
  };
}

/** Calls the listener with the present state and with each later one. */
function subscribe<S>({ state }: Source<S>, listener: (state: S) => void): () => void {
  listener(state.get());
  return state.subscribe(() => listener(state.get()));
}
