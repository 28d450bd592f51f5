/**
 * Whether the watcher hears something. Sound is tried first; a browser that wants a tap for it plays muted until it gets one.
 */
import { Store, type ReadableStore } from '@lectern/rtc';

/** `muted` is the watcher's own choice, `blocked` the browser's. */
export type Sound = 'on' | 'muted' | 'blocked';

export interface SoundFacts {
  readonly sound: Sound;
  /** From 0 to 1. */
  readonly volume: number;
}

export class SoundControl {
  readonly #video: HTMLVideoElement;
  readonly #store = new Store<SoundFacts>({ sound: 'on', volume: 1 });

  constructor(video: HTMLVideoElement) {
    this.#video = video;
    // There is no pause button: whatever paused the picture (a call, a headset, a hidden tab), it goes on as soon as it may.
    video.addEventListener('pause', () => this.play());
  }

  get store(): ReadableStore<SoundFacts> {
    return this.#store;
  }

  /** Plays what is on the stage, with sound if the browser and the watcher let it. */
  play(): void {
    if (this.#video.srcObject === null) return;
    this.#video.muted = this.#store.get().sound !== 'on';
    this.#video.play().catch((error: unknown) => {
      // Everything else (the stream was exchanged meanwhile) is followed by another call.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || this.#video.muted) return;
      this.#set({ sound: 'blocked' });
      this.play();
    });
  }

  /** Called from a press, which is what the browser has been waiting for. */
  unmute(): void {
    const { volume } = this.#store.get();
    this.#set({ sound: 'on', volume: volume === 0 ? 1 : volume });
    this.play();
  }

  toggle(): void {
    if (this.#store.get().sound === 'on') this.#set({ sound: 'muted' });
    else this.unmute();
  }

  setVolume(volume: number): void {
    this.#set({ volume, sound: volume === 0 ? 'muted' : 'on' });
    this.play();
  }

  #set(change: Partial<SoundFacts>): void {
    const facts = { ...this.#store.get(), ...change };
    this.#video.muted = facts.sound !== 'on';
    this.#video.volume = facts.volume;
    this.#store.set(facts);
  }
}
