/** What is captured goes into the scene, as it comes and goes. */
import type { ReadableStore } from '@lectern/state';
import type { DeviceState } from '../capture/device-source.ts';
import type { ScreenState } from '../capture/screen-source.ts';
import type { SystemSoundState } from '../capture/system-sound-source.ts';
import type { Going } from './scene-layout.ts';
import type { Scene } from './scene.ts';

interface Source<S> {
  readonly state: ReadableStore<S>;
}

interface Sources {
  readonly camera: Source<DeviceState>;
  readonly microphone: Source<DeviceState>;
  readonly screen?: Source<ScreenState>;
  readonly systemSound?: Source<SystemSoundState>;
}

type AnyState = DeviceState | ScreenState | SystemSoundState;

const trackOf = (state: AnyState): MediaStreamTrack | null => (state.name === 'on' ? state.track : null);
/** Switched off by the presenter, it is gone at once; anything else is a mishap, and its last picture bridges it for a moment. */
const goingOf = (state: AnyState): Going => (state.name === 'off' ? 'taken' : 'lost');

/** `onScreen` hears when a screen begins to be shared, and when the presenter takes it away; one that is lost may come back. */
export function followSources(
  scene: Scene,
  { camera, microphone, screen, systemSound }: Sources,
  onScreen: (change: 'shared' | 'taken-away') => void,
): void {
  follow(camera, (state) => scene.setCamera(trackOf(state), goingOf(state)));
  follow(microphone, (state) => scene.setMicrophone(trackOf(state)));
  if (systemSound) follow(systemSound, (state) => scene.setSystemSound(trackOf(state)));
  if (!screen) return;
  let before: ScreenState['name'] = 'off';
  follow(screen, (state) => {
    scene.setScreen(trackOf(state), goingOf(state));
    if (state.name === 'on' && before !== 'on') onScreen('shared');
    // From "choosing", nothing was there to be taken away.
    if (state.name === 'off' && (before === 'on' || before === 'failed')) onScreen('taken-away');
    before = state.name;
  });
}

function follow<S>({ state }: Source<S>, take: (state: S) => void): void {
  take(state.get());
  state.subscribe(() => take(state.get()));
}
