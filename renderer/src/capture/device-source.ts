/**
 * One camera or microphone: chosen, switched on and off, and always saying honestly how it is. One that is unplugged is stood in
 * for by the system's default, and returned to by itself when it is back.
 */
import { Store, type ReadableStore } from '@lectern/state';
import type { DeviceChoice } from '@lectern/bridge';
import { listDevices } from './device-list.ts';
import { findDevice, shouldReopen } from './find-device.ts';
import { openDevice, USUAL_HEIGHT, type DeviceKind, type DeviceTrouble, type Opened } from './open-device.ts';
import { watchTrack, type SourceDoubt } from './source-doubt.ts';

export type DeviceState =
  | { readonly name: 'off' }
  | { readonly name: 'starting' }
  /** `track` is live; `device` is what really answers, which may be another than the one chosen. */
  | { readonly name: 'on'; readonly track: MediaStreamTrack; readonly device: DeviceChoice }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

/** Nobody tells when another program lets go of a device. */
const RETRY_BUSY_MS = 3_000;
/** Thumbnails and compositor hold copies of a track for some moments after it has gone. */
const LET_GO_MS = [100, 400, 1_500];

export class DeviceSource {
  readonly #kind: DeviceKind;
  readonly #state = new Store<DeviceState>({ name: 'off' });
  readonly #doubt = new Store<SourceDoubt | null>(null);
  #choice: DeviceChoice | null;
  #height = USUAL_HEIGHT;
  #wanted = false;
  /** Grows with every change of mind, so that a device that answers late is recognised and let go. */
  #attempt = 0;
  #endWatch: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(kind: DeviceKind, choice: DeviceChoice | null) {
    this.#kind = kind;
    this.#choice = choice;
  }

  get state(): ReadableStore<DeviceState> {
    return this.#state;
  }

  /** What is odd about a device that is on. */
  get doubt(): ReadableStore<SourceDoubt | null> {
    return this.#doubt;
  }

  get choice(): DeviceChoice | null {
    return this.#choice;
  }

  /** Another device; null is the system's default. */
  async choose(choice: DeviceChoice | null): Promise<void> {
    this.#choice = choice;
    if (this.#wanted) await this.#start('as-asked');
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (on) await this.#start('as-asked');
    else this.#set({ name: 'off' });
  }

  /**
   * Another size of a camera's picture. A device keeps the size that it was first opened with, for as long as any copy of its track
   * lives; so it is let go before, and where that came too late, once more.
   */
  async setHeight(height: number): Promise<void> {
    if (height === this.#height) return;
    this.#height = height;
    for (const pauseMs of LET_GO_MS) {
      if (this.#state.get().name !== 'on') return;
      this.#set({ name: 'starting' });
      const attempt = this.#attempt;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (attempt !== this.#attempt) return;
      await this.#start('as-asked');
      const state = this.#state.get();
      if (state.name !== 'on' || !couldBeLarger(state.track, height)) return;
    }
  }

  /** The list of devices has changed: what was missing may be back, what is on may have gone. */
  async handleDeviceChange(): Promise<void> {
    const present = await listDevices(this.#kind);
    const state = this.#state.get();
    if (!this.#wanted || state.name === 'off') return;
    if (state.name === 'on' && !shouldReopen({ choice: this.#choice, device: state.device, present })) return;
    await this.#start(state.name === 'on' && isHere(state.device, present) ? 'if-better' : 'as-asked');
  }

  close(): void {
    this.#wanted = false;
    this.#set({ name: 'off' });
  }

  /** `if-better` keeps what is on where the other one cannot be opened. */
  async #start(mode: 'as-asked' | 'if-better'): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    if (this.#state.get().name !== 'on') this.#state.set({ name: 'starting' });
    const next = await this.#open();
    if (attempt !== this.#attempt) {
      if (next.name === 'on') next.track.stop();
      return;
    }
    if (next.name === 'failed' && mode === 'if-better') return;
    this.#set(next);
    if (next.name === 'failed' && next.trouble === 'busy') {
      this.#retry = setTimeout(() => void this.#start('as-asked'), RETRY_BUSY_MS);
    }
  }

  async #open(): Promise<Opened> {
    if (this.#choice === null) return openDevice(this.#kind, undefined, this.#height);
    const found = findDevice(this.#choice, await listDevices(this.#kind));
    // Its id has changed since it was chosen.
    if (found !== undefined && found.id !== this.#choice.id) this.#choice = found;
    const opened = await openDevice(this.#kind, this.#choice.id, this.#height);
    if (opened.name === 'on' || opened.trouble !== 'missing') return opened;
    // The chosen device is not there: the system's default until it comes back.
    return openDevice(this.#kind, undefined, this.#height);
  }

  #set(next: DeviceState): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    const before = this.#state.get();
    this.#endWatch();
    this.#endWatch = () => undefined;
    this.#doubt.set(null);
    this.#state.set(next);
    if (before.name === 'on' && (next.name !== 'on' || next.track !== before.track)) before.track.stop();
    if (next.name !== 'on') return;
    this.#endWatch = watchTrack(next.track, (doubt) => this.#doubt.set(doubt));
    next.track.addEventListener('ended', () => {
      if (this.#state.get() === next) void this.#replaceLost();
    });
  }

  async #replaceLost(): Promise<void> {
    this.#set({ name: 'starting' });
    await this.#start('as-asked');
    const state = this.#state.get();
    // Nothing stands in for it, and it is known to have been here.
    if (state.name === 'failed' && state.trouble === 'missing')
      this.#state.set({ name: 'failed', trouble: 'unplugged' });
  }
}

const isHere = (device: DeviceChoice, present: readonly DeviceChoice[]): boolean =>
  device.id === 'default' ? present.length > 0 : present.some(({ id }) => id === device.id);

/** Smaller than asked for, although the camera can do more. */
function couldBeLarger(track: MediaStreamTrack, height: number): boolean {
  const most = track.getCapabilities().height?.max ?? 0;
  return (track.getSettings().height ?? height) < Math.min(height, most);
}
