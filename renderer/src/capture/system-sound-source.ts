/**
 * The system sound: a source of its own in the app; in a browser it comes with the shared screen.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, SystemSound } from '@lectern/bridge';
import { SOUND_REFUSAL_MS, SYSTEM_SOUND_RETRY_MS } from '../policy/capture.ts';
import { captureInTurn, captureSystemSound } from './request-capture.ts';
import type { ScreenSource } from './screen-source.ts';

const logger = log.getLogger('capture');

/**
 * `blocked`: not permitted · `unreadable`: gives no sound, and is tried again · `not-shared`: in a
 * browser, the screen was shared without sound · `stopped`: in a browser, its sound has ended.
 */
export type SystemSoundTrouble = 'blocked' | 'unreadable' | 'not-shared' | 'stopped';

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
  readonly screen: Pick<ScreenSource, 'state'>;
  /** Whether the system has a permission for it, as macOS does. Elsewhere it is never blocked. */
  readonly needsPermission: boolean;
}

export class SystemSoundSource {
  readonly ability: SystemSound;
  readonly #options: SystemSoundOptions;
  readonly #state = new Store<SystemSoundState>({ name: 'off' });
  #wanted = false;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** How many times in a row it has ended at once. */
  #earlyEnds = 0;
  #unsubscribe: () => void = () => undefined;

  constructor(options: SystemSoundOptions) {
    const { ability, screen } = options;
    this.ability = ability;
    this.#options = options;
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
    this.#earlyEnds = 0;
    if (this.ability.kind === 'with-screen') this.#syncWithScreen();
    else if (on && this.ability.kind === 'available') await this.#start('first');
    else this.#set({ name: 'off' });
  }

  close(): void {
    this.#unsubscribe();
    this.#wanted = false;
    if (this.ability.kind === 'with-screen') this.#state.set({ name: 'off' });
    else this.#set({ name: 'off' });
  }

  #syncWithScreen(): void {
    const screen = this.#options.screen.state.get();
    // The track belongs to the screen source, which stops it. Switched off here, it is only not
    // used.
    if (!this.#wanted) this.#state.set({ name: 'off' });
    else if (screen.name !== 'on') this.#state.set({ name: 'waiting' });
    else if (screen.sound === null) this.#state.set({ name: 'failed', trouble: 'not-shared' });
    else if (screen.sound.readyState === 'ended') this.#state.set({ name: 'failed', trouble: 'stopped' });
    else {
      this.#state.set({ name: 'on', track: screen.sound });
      screen.sound.addEventListener('ended', () => this.#syncWithScreen(), { once: true });
    }
  }

  /** `retry` keeps the failure until there is sound. */
  async #start(mode: 'first' | 'retry'): Promise<void> {
    const attempt = ++this.#attempt;
    clearTimeout(this.#retry);
    if (mode === 'first') this.#set({ name: 'starting' }, attempt);
    const next = await this.#open();
    if (attempt !== this.#attempt) {
      if (next.name === 'on') next.track.stop();
      return;
    }
    const isKnown = mode === 'retry' && next.name === 'failed' && next.trouble === 'unreadable';
    if (!isKnown) this.#set(next, attempt);
    if (next.name !== 'failed' || next.trouble !== 'unreadable') return;
    this.#retry = setTimeout(() => void this.#start('retry'), SYSTEM_SOUND_RETRY_MS);
  }

  async #open(): Promise<SystemSoundState> {
    try {
      const track = await captureInTurn(async () => {
        await this.#options.desktop.allowCapture({ kind: 'system-sound' });
        return await captureSystemSound();
      });
      return track === null ? { name: 'failed', trouble: 'unreadable' } : { name: 'on', track };
    } catch (error) {
      logger.debug('The system sound was not captured:', error);
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
      return { name: 'failed', trouble: isRefused && this.#options.needsPermission ? 'blocked' : 'unreadable' };
    }
  }

  #set(next: SystemSoundState, attempt = ++this.#attempt): void {
    clearTimeout(this.#retry);
    const before = this.#state.get();
    this.#state.set(next);
    if (next.name === 'failed') logger.warn(`The system sound failed: ${next.trouble}.`);
    else if (next.name !== before.name) logger.info(`The system sound is ${next.name}.`);
    if (before.name === 'on') before.track.stop();
    if (next.name !== 'on') return;
    const startedMs = performance.now();
    next.track.addEventListener('ended', () => {
      if (attempt === this.#attempt) this.#handleEnd(performance.now() - startedMs);
    });
  }

  #handleEnd(afterMs: number): void {
    // macOS starts a sound that it does not permit and ends it at once, without an error.
    this.#earlyEnds = afterMs < SOUND_REFUSAL_MS ? this.#earlyEnds + 1 : 0;
    const isBlocked = this.#options.needsPermission && this.#earlyEnds > 1;
    this.#set({ name: 'failed', trouble: isBlocked ? 'blocked' : 'unreadable' });
    if (!isBlocked) void this.#start('retry');
  }
}
