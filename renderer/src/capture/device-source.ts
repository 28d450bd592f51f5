/**
 * One camera or microphone: its choice, its state, and its warning. If the chosen device is
 * unplugged, one of the same name or the system's default replaces it until it is back. The choice
 * itself stays as it is.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DeviceChoice } from '@lectern/bridge';
import type { SoundContent } from '@lectern/steering';
import { DEVICE_RELEASE_DELAYS_MS, DEVICE_RETRY_MS } from '../policy/capture.ts';
import { deviceNumbers, listDevices } from './device-list.ts';
import { findDevice, shouldReopen, type FoundDevice } from './find-device.ts';
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
   * `track` is live. `device` is the device that was opened; `isChosen`: no other one was meant.
   */
  | {
      readonly name: 'on';
      readonly track: MediaStreamTrack;
      readonly device: DeviceChoice;
      readonly isChosen: boolean;
    }
  | { readonly name: 'failed'; readonly trouble: DeviceTrouble };

export class DeviceSource {
  readonly #kind: DeviceKind;
  readonly #state = new Store<DeviceState>({ name: 'off' });
  readonly #warning = new Store<SourceWarning | null>(null);
  #choice: DeviceChoice | null;
  /** The chosen device as this run has seen it, perhaps with a new id; null until then. */
  #seen: DeviceChoice | null = null;
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
    // It has its number also while it is not connected.
    if (choice?.hasTwin === true) deviceNumbers[kind].note([choice]);
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

  /** The chosen device among those listed; undefined while it is not connected. */
  chosenAmong(present: readonly DeviceChoice[]): DeviceChoice | undefined {
    const found = this.#find(present);
    return found?.isChosen === true ? found.device : undefined;
  }

  /** Null chooses the system's default. */
  async choose(choice: DeviceChoice | null): Promise<void> {
    this.#choice = choice;
    this.#seen = null;
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
    const present = await this.#listDevices();
    const state = this.#state.get();
    if (!this.#wanted || state.name === 'off') return;
    const search = { choice: this.#seen ?? this.#choice, wasPresent: this.#seen !== null, present };
    if (state.name === 'on' && !shouldReopen({ ...search, device: state.device })) return;
    if (state.name === 'failed') await this.#start('retry');
    else await this.#start(state.name === 'on' && isPresent(state.device, present) ? 'replace-if-opened' : 'replace');
  }

  close(): void {
    this.#wanted = false;
    this.#set({ name: 'off' });
  }

  /**
   * A device keeps what it was first opened with as long as any copy of its track lives. It is
   * therefore closed first, and opened again after growing delays until it has the wished
   * properties.
   */
  async #reopen(isAsWished: (track: MediaStreamTrack) => boolean): Promise<void> {
    for (const delayMs of DEVICE_RELEASE_DELAYS_MS) {
      // A device that is still starting opens with the earlier wish.
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
    // Only the person can change whether this app may use the device.
    if (next.name === 'failed' && next.trouble !== 'blocked') {
      this.#retry = setTimeout(() => void this.#start('retry'), DEVICE_RETRY_MS);
    }
  }

  async #open(): Promise<DeviceState> {
    if (this.#choice === null) return openedAs(true, await openDevice(this.#kind, undefined, this.#wish));
    const found = this.#find(await this.#listDevices());
    if (found?.isChosen === true) this.#seen = found.device;
    const id = found?.device.id ?? this.#choice.id;
    const opened = openedAs(found?.isChosen ?? true, await openDevice(this.#kind, id, this.#wish));
    if (opened.name !== 'failed' || opened.trouble !== 'missing') return opened;
    return openedAs(false, await openDevice(this.#kind, undefined, this.#wish));
  }

  #find(present: readonly DeviceChoice[]): FoundDevice | undefined {
    const choice = this.#seen ?? this.#choice;
    if (choice === null) return undefined;
    const state = this.#state.get();
    const open = state.name === 'on' ? state.device : undefined;
    return findDevice({ choice, present, wasPresent: this.#seen !== null, open });
  }

  async #listDevices(): Promise<readonly DeviceChoice[]> {
    const present = await listDevices(this.#kind);
    this.#seen ??= present.find(({ id }) => id === this.#choice?.id) ?? null;
    return present;
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

const openedAs = (isChosen: boolean, opened: Opened): DeviceState =>
  opened.name === 'on' ? { ...opened, isChosen } : opened;

const isPresent = (device: DeviceChoice, present: readonly DeviceChoice[]): boolean =>
  device.id === 'default' ? present.length > 0 : present.some(({ id }) => id === device.id);

/** The picture is smaller than asked for, although the camera can do more. */
function couldBeLarger(track: MediaStreamTrack, height: number): boolean {
  const maxHeight = track.getCapabilities().height?.max ?? 0;
  return (track.getSettings().height ?? height) < Math.min(height, maxHeight);
}
