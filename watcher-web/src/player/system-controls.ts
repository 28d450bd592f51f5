/** The broadcast in the system's media controls: lock screen, headset, notification area. */
import type { RoomAbout } from '@lectern/protocol';
import type { SoundControl } from './sound-control.ts';

const APP_NAME = 'Lectern';

export class SystemControls {
  readonly #sound: SoundControl;

  constructor(sound: SoundControl) {
    this.#sound = sound;
    if (!('mediaSession' in navigator)) return;
    // A live broadcast cannot be paused: pressing pause means silence, pressing play means sound.
    navigator.mediaSession.setActionHandler('pause', () => sound.mute());
    navigator.mediaSession.setActionHandler('play', () => sound.unmute());
    sound.store.subscribe(() => this.#updateState());
  }

  show({ title, presenter }: RoomAbout): void {
    if (!('mediaSession' in navigator)) return;
    const artwork = [{ src: '../icon.svg', sizes: 'any', type: 'image/svg+xml' }];
    navigator.mediaSession.metadata = new MediaMetadata({ title: title || APP_NAME, artist: presenter, artwork });
    this.#updateState();
  }

  clear(): void {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = null;
    navigator.mediaSession.playbackState = 'none';
  }

  #updateState(): void {
    if (navigator.mediaSession.metadata === null) return;
    navigator.mediaSession.playbackState = this.#sound.store.get().sound === 'on' ? 'playing' : 'paused';
  }
}
