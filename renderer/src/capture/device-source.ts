/** One capture device, camera or microphone: chosen, switched on and off, and always saying honestly how it is. */
import { Store, type ReadableStore } from '@lectern/rtc';
import type { DeviceChoice } from '@lectern/electron/bridge';

export type DeviceTrouble = 'blocked' | 'missing' | 'busy' | 'unplugged';

export type DeviceState =
  | { readonly name: 'off' }
  | { readonly name: 'starting' }
  /** `track` is live; `device` is what really answers, which may be another than the one chosen. */
  | { readonly name: 'on'; readonly track: MediaStreamTrack; readonly device: DeviceChoice }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

type DeviceKind = 'camera' | 'microphone';

/** 720p at 30 is what one encoder serves comfortably; higher is a preset of its own. Voice processing stays on: rooms echo. */
const constraintsOf = {
  camera: (id: string | undefined): MediaStreamConstraints => ({
    video: {
      width: { ideal: 1280 },
      height: { ideal: 720 },
      frameRate: { ideal: 30 },
      ...(id ? { deviceId: { exact: id } } : {}),
    },
  }),
  microphone: (id: string | undefined): MediaStreamConstraints => ({
    audio: { channelCount: { ideal: 2 }, ...(id ? { deviceId: { exact: id } } : {}) },
  }),
} as const;

export class DeviceSource {
  readonly #kind: DeviceKind;
  readonly #state = new Store<DeviceState>({ name: 'off' });
  #choice: DeviceChoice | null;
  #wanted = false;
  /** Grows with every change of mind, so that a device that answers late is recognised and let go. */
  #attempt = 0;

  constructor(kind: DeviceKind, choice: DeviceChoice | null) {
    this.#kind = kind;
    this.#choice = choice;
  }

  get state(): ReadableStore<DeviceState> {
    return this.#state;
  }

  get choice(): DeviceChoice | null {
    return this.#choice;
  }

  /** Another device; null is the system's default. */
  async choose(choice: DeviceChoice | null): Promise<void> {
    this.#choice = choice;
    if (this.#wanted) await this.#start();
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (on) await this.#start();
    else this.#set({ name: 'off' });
  }

  /** The list of devices has changed: one that was missing may be back. */
  async handleDeviceChange(): Promise<void> {
    if (this.#wanted && this.#state.get().name === 'failed') await this.#start();
  }

  close(): void {
    this.#wanted = false;
    this.#set({ name: 'off' });
  }

  async #start(): Promise<void> {
    const attempt = ++this.#attempt;
    if (this.#state.get().name !== 'on') this.#state.set({ name: 'starting' });
    const next = await this.#open();
    if (attempt === this.#attempt) this.#set(next, attempt);
    else if (next.name === 'on') next.track.stop();
  }

  async #open(): Promise<DeviceState> {
    try {
      return await this.#capture(this.#choice?.id);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble !== 'missing' || this.#choice === null) return { name: 'failed', trouble };
    }
    try {
      // The chosen device is not there: the system's default until it comes back.
      return await this.#capture(undefined);
    } catch (error) {
      return { name: 'failed', trouble: troubleOf(error) };
    }
  }

  async #capture(id: string | undefined): Promise<DeviceState> {
    const stream = await navigator.mediaDevices.getUserMedia(constraintsOf[this.#kind](id));
    const [track] = stream.getTracks();
    if (!track) return { name: 'failed', trouble: 'missing' };
    return { name: 'on', track, device: { id: track.getSettings().deviceId ?? '', label: track.label } };
  }

  #set(next: DeviceState, attempt = ++this.#attempt): void {
    const before = this.#state.get();
    this.#state.set(next);
    if (before.name === 'on' && (next.name !== 'on' || next.track !== before.track)) before.track.stop();
    if (next.name !== 'on') return;
    next.track.addEventListener('ended', () => {
      if (attempt !== this.#attempt) return;
      this.#state.set({ name: 'failed', trouble: 'unplugged' });
      void this.#start();
    });
  }
}

function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'blocked';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
