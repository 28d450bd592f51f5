/**
 * Whether the watcher hears something, and whether anything plays at all. Sound is tried first; a browser that wants a tap for it plays
 * muted until it gets one; one that wants a tap even for the picture (a phone that saves power) is given that by the same tap.
 */
import { Store, type ReadableStore } from '@lectern/state';

/** `muted` is the watcher's own choice, `blocked` the browser's. */
export type Sound = 'on' | 'muted' | 'blocked';

export interface SoundFacts {
  readonly sound: Sound;
  /** From 0 to 1. */
  readonly volume: number;
  /** `waits`: not even the picture moves before a tap. */
  readonly picture: 'plays' | 'waits';
}

const AUDIBLE = 0.05;

export class SoundControl {
  readonly #video: HTMLVideoElement;
  readonly #store = new Store<SoundFacts>({ sound: 'on', volume: 1, picture: 'plays' });

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    // There is no pause button: whatever paused the picture (a call, a headset, a hidden tab), it goes on as soon as it may.
    video.addEventListener('pause', () => this.play());
    video.addEventListener('playing', () => this.#set({ picture: 'plays' }));
  }

  get store(): ReadableStore<SoundFacts> {
    return this.#store;
  }

  /** Plays what is on the stage, with sound if the browser and the watcher let it. */
  play(): void {
    if (this.#video.srcObject === null) return;
    this.#video.muted = this.#store.get().sound !== 'on';
    this.#video.play().catch((error: unknown) => this.#handleRefusal(error));
  }

  /** Called from a press, which is what the browser has been waiting for. */
  unmute(): void {
    const { volume } = this.#store.get();
    this.#set({ sound: 'on', volume: volume === 0 ? 1 : volume });
    this.play();
  }

  mute(): void {
    this.#set({ sound: 'muted' });
    this.play();
  }

  toggle(): void {
    if (this.#store.get().sound === 'on') this.mute();
    else this.unmute();
  }

  setVolume(volume: number): void {
    // Steps of a tenth do not end at nothing exactly.
    const heard = volume < AUDIBLE ? 0 : Math.min(1, volume);
    this.#set({ volume: heard, sound: heard === 0 ? 'muted' : 'on' });
    this.play();
  }

  #handleRefusal(error: unknown): void {
    // Everything else (the stream was exchanged meanwhile) is followed by another call.
    if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
    // A page that nobody sees may be refused what it has long been granted; it asks again when it is seen.
    if (document.visibilityState === 'hidden') return;
    if (this.#video.muted) {
      this.#set({ picture: 'waits' });
      return;
    }
    this.#set({ sound: 'blocked' });
    this.play();
  }

  #set(change: Partial<SoundFacts>): void {
    const before = this.#store.get();
    const facts = { ...before, ...change };
    this.#video.muted = facts.sound !== 'on';
    this.#video.volume = facts.volume;
    const isSame = facts.sound === before.sound && facts.volume === before.volume && facts.picture === before.picture;
    if (!isSame) this.#store.set(facts);
  }
}
