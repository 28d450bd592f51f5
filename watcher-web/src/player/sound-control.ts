/**
 * Sound, and whether the video plays at all. Autoplay with sound is tried first. A browser that
 * requires a tap for sound plays muted until then; one that requires a tap even for the picture
 * (a phone that saves power) starts both with that tap.
 */
import { errorName } from '@lectern/rtc';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('player');

/** `muted`: by the watcher · `blocked`: by the browser, until a tap. */
export type Sound = 'on' | 'muted' | 'blocked';

export interface SoundState {
  readonly sound: Sound;
  /** From 0 to 1. */
  readonly volume: number;
  /** `blocked`: the browser plays not even the picture before a tap. */
  readonly picture: 'plays' | 'blocked';
}

/** Repeated steps of a tenth do not reach zero exactly. */
const MIN_VOLUME = 0.05;

export class SoundControl {
  readonly #video: HTMLVideoElement;
  readonly #store = new Store<SoundState>({ sound: 'on', volume: 1, picture: 'plays' });

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    // There is no pause button. A call, a headset or a hidden tab may pause the video: play on.
    video.addEventListener('pause', () => this.play());
    video.addEventListener('playing', () => this.#update({ picture: 'plays' }));
  }

  get store(): ReadableStore<SoundState> {
    return this.#store;
  }

  /** Plays what is on screen, with sound if the browser and the watcher allow it. */
  play(): void {
    if (this.#video.srcObject === null) return;
    this.#video.muted = this.#store.get().sound !== 'on';
    this.#video.play().catch((error: unknown) => this.#handleRefusal(error));
  }

  /** Call it from a click or key press: that is what lets a browser play sound. */
  unmute(): void {
    const { volume } = this.#store.get();
    this.#update({ sound: 'on', volume: volume === 0 ? 1 : volume });
    this.play();
  }

  mute(): void {
    this.#update({ sound: 'muted' });
    this.play();
  }

  toggle(): void {
    if (this.#store.get().sound === 'on') this.mute();
    else this.unmute();
  }

  setVolume(wanted: number): void {
    const volume = wanted < MIN_VOLUME ? 0 : Math.min(1, wanted);
    this.#update({ volume, sound: volume === 0 ? 'muted' : 'on' });
    this.play();
  }

  #handleRefusal(error: unknown): void {
    log.debug(`video did not play: ${errorName(error)}`);
    // Other failures, such as a changed stream, are followed by another call.
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    // A hidden page may be refused what it was allowed before. It tries again once it is visible.
    if (document.visibilityState === 'hidden') return;
    if (this.#video.muted) {
      this.#update({ picture: 'blocked' });
      return;
    }
    this.#update({ sound: 'blocked' });
    this.play();
  }

  #update(change: Partial<SoundState>): void {
    const before = this.#store.get();
    const state = { ...before, ...change };
    this.#video.muted = state.sound !== 'on';
    this.#video.volume = state.volume;
    const isSame = state.sound === before.sound && state.volume === before.volume && state.picture === before.picture;
    if (!isSame) this.#store.set(state);
  }
}
