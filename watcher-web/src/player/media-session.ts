/** What the browser says of the broadcast outside of the page: on the lock screen and in its own controls. */
import type { RoomAbout } from '@lectern/protocol';
import type { SoundControl } from './sound-control.ts';

const PAGE_NAME = 'Lectern';

export class OutsideWords {
  readonly #sound: SoundControl;

  constructor(sound: SoundControl) {
    this.#sound = sound;
    if (!('mediaSession' in navigator)) return;
    // Live cannot be paused: who presses that on a headset or a lock screen wants silence, and later the sound again.
    navigator.mediaSession.setActionHandler('pause', () => sound.mute());
    navigator.mediaSession.setActionHandler('play', () => sound.unmute());
    sound.store.subscribe(() => this.#sayState());
  }

  tell({ title, presenter }: RoomAbout): void {
    if (!('mediaSession' in navigator)) return;
    const artwork = [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }];
    navigator.mediaSession.metadata = new MediaMetadata({ title: title || PAGE_NAME, artist: presenter, artwork });
    this.#sayState();
  }

  /** Nothing is on: the browser has nothing to show either. */
  fallSilent(): void {
    if (!('mediaSession' in navigator)) return;
    navigator.mediaSession.metadata = null;
    navigator.mediaSession.playbackState = 'none';
  }

  #sayState(): void {
    if (navigator.mediaSession.metadata === null) return;
    navigator.mediaSession.playbackState = this.#sound.store.get().sound === 'on' ? 'playing' : 'paused';
  }
}
