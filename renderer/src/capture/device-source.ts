/**
 * One camera or microphone: its choice, its state, and its warning. If the chosen device is
 * unplugged, the system's default replaces it until it is back.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DeviceChoice } from '@lectern/bridge';
import type { SoundContent } from '@lectern/steering';
import { DEVICE_RELEASE_DELAYS_MS, DEVICE_RETRY_MS } from '../policy.ts';
import { listDevices } from './device-list.ts';
import { findDevice, shouldReopen } from './find-device.ts';
import {
  DEFAULT_HEIGHT,
  isProcessed,
  openDevice,
  type DeviceKind,
  type DeviceTrouble,
  type DeviceWish,
  type Opened,
} from './open-device.ts';
import { watchTrack, type SourceWarning } from './source-warning.ts';

const logger = log.getLogger('capture');

export type DeviceState =
  | { readonly name: 'off' }
  | { readonly name: 'starting' }
  /**
   * `track` is live. `device` is the device that was opened, which may differ from the chosen one.
   */
  | { readonly name: 'on'; readonly track: MediaStreamTrack; readonly device: DeviceChoice }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

export class DeviceSource {
  readonly #kind: DeviceKind;
  readonly #state = new Store<DeviceState>({ name: 'off' });
  readonly #warning = new Store<SourceWarning | null>(null);
  #choice: DeviceChoice | null;
  #wish: DeviceWish = { height: DEFAULT_HEIGHT, sound: 'speech' };
  #wanted = false;
  /**
   * Incremented with each change, so that a device that opens too late is recognised and closed.
   */
  #attempt = 0;
  #stopWatching: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #lastTrouble: DeviceTrouble | null = null;

  constructor(kind: DeviceKind, choice: DeviceChoice | null) {
    this.#kind = kind;
    this.#choice = choice;
  }

  get state(): ReadableStore<DeviceState> {
    return this.#state;
  }

  /** Why a device that is on gives nothing; null if it does. */
  get warning(): ReadableStore<SourceWarning | null> {
    return this.#warning;
  }

  get choice(): DeviceChoice | null {
    return this.#choice;
  }

  /** Null chooses the system's default. */
  async choose(choice: DeviceChoice | null): Promise<void> {
    this.#choice = choice;
    if (this.#wanted) await this.#start('replace');
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (on) await this.#start('replace');
    else this.#set({ name: 'off' });
  }

  /** Changes the height of a camera's picture. */
  async setHeight(height: number): Promise<void> {
    if (height === this.#wish.height) return;
    this.#wish = { ...this.#wish, height };
    await this.#reopen((track) => !couldBeLarger(track, height));
  }

  /** Changes what a microphone picks up. */
  async setSound(sound: SoundContent): Promise<void> {
    if (sound === this.#wish.sound) return;
    this.#wish = { ...this.#wish, sound };
    await this.#reopen((track) => isProcessed(track) === (sound === 'speech'));
  }

  /**
   * The list of devices has changed: a missing device may be back, and the open one may be gone.
   */
  async handleDeviceChange(): Promise<void> {
    const present = await listDevices(this.#kind);
    const state = this.#state.get();
    if (!this.#wanted || state.name === 'off') return;
    if (state.name === 'on' && !shouldReopen({ choice: this.#choice, device: state.device, present })) return;
    if (state.name === 'failed') await this.#start('retry');
    else await this.#start(state.name === 'on' && isPresent(state.device, present) ? 'replace-if-opened' : 'replace');
  }

  close(): void {
    this.#wanted = false;
    this.#set({ name: 'off' });
  }

  /**
   * A device keeps what it was first opened with as long as any copy of its track lives. It is
   * therefore closed first, and opened again after growing delays until it is as wished.
   */
  async #reopen(isAsWished: (track: MediaStreamTrack) => boolean): Promise<void> {
    for (const delayMs of DEVICE_RELEASE_DELAYS_MS) {
      // One that is still starting opens with the wish of before.
      if (!['starting', 'on'].includes(this.#state.get().name)) return;
      this.#set({ name: 'starting' });
      const attempt = this.#attempt;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (attempt !== this.#attempt) return;
      await this.#start('replace');
      const state = this.#state.get();
      if (state.name !== 'on' || isAsWished(state.track)) return;
    }
  }

  /**
   * `replace-if-opened` keeps the open device if the other one cannot be opened. `retry` keeps the
   * failure until the device is open.
   */
  async #start(mode: 'replace' | 'replace-if-opened' | 'retry'): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    const before = this.#state.get();
    if (before.name !== 'on' && mode !== 'retry') this.#state.set({ name: 'starting' });
    const next = await this.#open();
    if (attempt !== this.#attempt) {
      if (next.name === 'on') next.track.stop();
      return;
    }
    if (next.name === 'failed' && mode === 'replace-if-opened') return;
    const isKnown = mode === 'retry' && next.name === 'failed' && isSameTrouble(before, next.trouble);
    if (!isKnown) this.#set(next);
    // Whether this app is allowed to use the device changes by the person's doing only.
    if (next.name === 'failed' && next.trouble !== 'blocked') {
      this.#retry = setTimeout(() => void this.#start('retry'), DEVICE_RETRY_MS);
    }
  }

  async #open(): Promise<Opened> {
    if (this.#choice === null) return openDevice(this.#kind, undefined, this.#wish);
    const found = findDevice(this.#choice, await listDevices(this.#kind));
    // The device was found by its label: its id has changed since it was chosen.
    if (found !== undefined && found.id !== this.#choice.id) this.#choice = found;
    const opened = await openDevice(this.#kind, this.#choice.id, this.#wish);
    if (opened.name === 'on' || opened.trouble !== 'missing') return opened;
    return openDevice(this.#kind, undefined, this.#wish);
  }

  #set(next: DeviceState): void {
    this.#attempt += 1;
    clearTimeout(this.#retry);
    const before = this.#state.get();
    this.#stopWatching();
    this.#stopWatching = () => undefined;
    this.#warning.set(null);
    this.#state.set(next);
    this.#log(before, next);
    if (before.name === 'on' && (next.name !== 'on' || next.track !== before.track)) before.track.stop();
    if (next.name !== 'on') return;
    this.#stopWatching = watchTrack(next.track, (warning) => this.#warning.set(warning));
    next.track.addEventListener('ended', () => {
      if (this.#state.get() === next) void this.#replaceLost();
    });
  }

  #log(before: DeviceState, next: DeviceState): void {
    if (next.name === 'failed') {
      // A device that is missing in each list of devices fails in the same way each time.
      const isNew = next.trouble !== this.#lastTrouble;
      this.#lastTrouble = next.trouble;
      if (isNew) logger.warn(`The ${this.#kind} failed: ${next.trouble}.`);
    } else {
      if (next.name !== 'starting') this.#lastTrouble = null;
      if (next.name !== before.name) logger.info(`The ${this.#kind} is ${next.name}.`);
    }
  }

  async #replaceLost(): Promise<void> {
    this.#set({ name: 'starting' });
    await this.#start('replace');
    const state = this.#state.get();
    // No other device replaces it, and this one was present before.
    if (state.name === 'failed' && state.trouble === 'missing')
      this.#state.set({ name: 'failed', trouble: 'unplugged' });
  }
}

/** A device that was unplugged is missing from then on. */
const isSameTrouble = (state: DeviceState, trouble: DeviceTrouble): boolean =>
  state.name === 'failed' && (state.trouble === trouble || (state.trouble === 'unplugged' && trouble === 'missing'));

const isPresent = (device: DeviceChoice, present: readonly DeviceChoice[]): boolean =>
  device.id === 'default' ? present.length > 0 : present.some(({ id }) => id === device.id);

/** The picture is smaller than asked for, although the camera can do more. */
function couldBeLarger(track: MediaStreamTrack, height: number): boolean {
  const maxHeight = track.getCapabilities().height?.max ?? 0;
  return (track.getSettings().height ?? height) < Math.min(height, maxHeight);
}
