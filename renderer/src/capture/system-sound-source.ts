/**
 * The system sound: a source of its own in the app; in a browser it comes with the shared screen.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, SystemSound } from '@lectern/bridge';
import { captureSystemSound } from './request-capture.ts';
import type { ScreenSource } from './screen-source.ts';

const logger = log.getLogger('capture');

/**
 * `blocked`: not permitted · `unreadable`: gives no sound · `not-shared`: in a browser, the screen
 * was shared without sound.
 */
export type SystemSoundTrouble = 'blocked' | 'unreadable' | 'not-shared';

export type SystemSoundState =
  | { readonly name: 'off' }
  /** It starts with the next shared screen. */
  | { readonly name: 'waiting' }
  | { readonly name: 'starting' }
  | { readonly name: 'on'; readonly track: MediaStreamTrack }
  | { readonly name: 'failed'; readonly trouble: SystemSoundTrouble };

interface SystemSoundOptions {
  readonly desktop: Pick<DesktopApi, 'allowCapture'>;
  readonly ability: SystemSound;
  readonly screen: ScreenSource;
}

export class SystemSoundSource {
  readonly ability: SystemSound;
  readonly #desktop: Pick<DesktopApi, 'allowCapture'>;
  readonly #screen: ScreenSource;
  readonly #state = new Store<SystemSoundState>({ name: 'off' });
  #wanted = false;
  #attempt = 0;
  #unsubscribe: () => void = () => undefined;

  constructor({ desktop, ability, screen }: SystemSoundOptions) {
    this.ability = ability;
    this.#desktop = desktop;
    this.#screen = screen;
    if (ability.kind === 'with-screen') this.#unsubscribe = screen.state.subscribe(() => this.#syncWithScreen());
  }

  get state(): ReadableStore<SystemSoundState> {
    return this.#state;
  }

  get isWanted(): boolean {
    return this.#wanted;
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (this.ability.kind === 'with-screen') this.#syncWithScreen();
    else if (on && this.ability.kind === 'available') await this.#start();
    else this.#set({ name: 'off' });
  }

  close(): void {
    this.#unsubscribe();
    this.#wanted = false;
    if (this.ability.kind === 'with-screen') this.#state.set({ name: 'off' });
    else this.#set({ name: 'off' });
  }

  #syncWithScreen(): void {
    const screen = this.#screen.state.get();
    // The track belongs to the screen source, which stops it. Switched off here, it is only not
    // used.
    if (!this.#wanted) this.#state.set({ name: 'off' });
    else if (screen.name !== 'on') this.#state.set({ name: 'waiting' });
    else if (screen.sound === null) this.#state.set({ name: 'failed', trouble: 'not-shared' });
    else this.#state.set({ name: 'on', track: screen.sound });
  }

  async #start(): Promise<void> {
    const attempt = ++this.#attempt;
    this.#set({ name: 'starting' }, attempt);
    const next = await this.#open();
    if (attempt === this.#attempt) this.#set(next, attempt);
    else if (next.name === 'on') next.track.stop();
  }

  async #open(): Promise<SystemSoundState> {
    try {
      await this.#desktop.allowCapture({ kind: 'system-sound' });
      const track = await captureSystemSound();
      return track === null ? { name: 'failed', trouble: 'unreadable' } : { name: 'on', track };
    } catch (error) {
      logger.debug('The system sound was not captured:', error);
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
      return { name: 'failed', trouble: isRefused ? 'blocked' : 'unreadable' };
    }
  }

  #set(next: SystemSoundState, attempt = ++this.#attempt): void {
    const before = this.#state.get();
    this.#state.set(next);
    if (next.name === 'failed') logger.warn(`The system sound failed: ${next.trouble}.`);
    else if (next.name !== before.name) logger.info(`The system sound is ${next.name}.`);
    if (before.name === 'on') before.track.stop();
    if (next.name !== 'on') return;
    next.track.addEventListener('ended', () => {
      // macOS ends the track of a sound that it does not permit, without an error.
      if (attempt === this.#attempt) this.#set({ name: 'failed', trouble: 'blocked' });
    });
  }
}
