/**
 * Gets lost sound back: while the microphone or the computer's sound is wanted and missing, it asks
 * the machine, which may have lost its sound server, again and again. The sources retry by
 * themselves.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, SoundServer } from '@lectern/bridge';
import { SOUND_REVIVAL_INTERVAL_MS } from '../policy/capture.ts';
import { hasSoundDevices } from './device-list.ts';
import type { DeviceState } from './device-source.ts';
import type { SystemSoundState } from './system-sound-source.ts';

const logger = log.getLogger('capture');

interface RevivalOptions {
  readonly desktop: Pick<DesktopApi, 'reviveSound'>;
  readonly microphone: { readonly state: ReadableStore<DeviceState> };
  readonly systemSound: { readonly state: ReadableStore<SystemSoundState> };
}

export class SoundRevival {
  readonly #options: RevivalOptions;
  readonly #server = new Store<SoundServer>('unknown');
  readonly #unsubscribes: readonly (() => void)[];
  #loop: 'stopped' | 'running' | 'closed' = 'stopped';

  constructor(options: RevivalOptions) {
    this.#options = options;
    const check = (): void => void this.#run();
    this.#unsubscribes = [options.microphone.state.subscribe(check), options.systemSound.state.subscribe(check)];
  }

  /** `unknown` while no sound is missing. */
  get server(): ReadableStore<SoundServer> {
    return this.#server;
  }

  close(): void {
    this.#loop = 'closed';
    for (const unsubscribe of this.#unsubscribes) unsubscribe();
  }

  async #run(): Promise<void> {
    if (this.#loop !== 'stopped' || !this.#isMissing) return;
    this.#loop = 'running';
    while (this.#isRunning && this.#isMissing) {
      this.#server.set(await this.#revive());
      await new Promise((resolve) => setTimeout(resolve, SOUND_REVIVAL_INTERVAL_MS));
    }
    this.#server.set('unknown');
    if (this.#isRunning) this.#loop = 'stopped';
    // Sound that was lost while the loop was ending did not start another one.
    await this.#run();
  }

  async #revive(): Promise<SoundServer> {
    try {
      return await this.#options.desktop.reviveSound(await hasSoundDevices());
    } catch (error) {
      logger.debug('The machine could not be asked for its sound:', error);
      return 'unknown';
    }
  }

  get #isRunning(): boolean {
    return this.#loop === 'running';
  }

  get #isMissing(): boolean {
    return isMissing(this.#options.microphone.state.get()) || isMissing(this.#options.systemSound.state.get());
  }
}

/** A source that is not permitted, or was not shared, lacks something else. */
const isMissing = (state: DeviceState | SystemSoundState): boolean =>
  state.name === 'failed' && !['blocked', 'not-shared', 'stopped'].includes(state.trouble);
