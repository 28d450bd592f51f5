/** What the computer plays, as a source of its own; in a browser it comes with what is shared and only then. */
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, SystemSound } from '@lectern/bridge';
import { captureSystemSound } from './request-capture.ts';
import type { ScreenSource } from './screen-source.ts';

/** `not-shared`: in a browser, what is shared brought no sound along. */
export type SystemSoundTrouble = 'blocked' | 'unreadable' | 'not-shared';

export type SystemSoundState =
  | { readonly name: 'off' }
  /** It will come with the next screen that is shared. */
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

  constructor({ desktop, ability, screen }: SystemSoundOptions) {
    this.ability = ability;
    this.#desktop = desktop;
    this.#screen = screen;
    if (ability.kind === 'with-screen') screen.state.subscribe(() => this.#followScreen());
  }

  get state(): ReadableStore<SystemSoundState> {
    return this.#state;
  }

  get isWanted(): boolean {
    return this.#wanted;
  }

  async turn(on: boolean): Promise<void> {
    this.#wanted = on;
    if (this.ability.kind === 'with-screen') this.#followScreen();
    else if (on && this.ability.kind === 'available') await this.#start();
    else this.#set({ name: 'off' });
  }

  #followScreen(): void {
    const screen = this.#screen.state.get();
    // The track is the screen's, and ends with it; switched off here, it only stays unused.
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
      const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
      return { name: 'failed', trouble: isRefused ? 'blocked' : 'unreadable' };
    }
  }

  #set(next: SystemSoundState, attempt = ++this.#attempt): void {
    const before = this.#state.get();
    this.#state.set(next);
    if (before.name === 'on') before.track.stop();
    if (next.name !== 'on') return;
    next.track.addEventListener('ended', () => {
      // macOS withholds a sound that it does not allow by ending it, without a word.
      if (attempt === this.#attempt) this.#set({ name: 'failed', trouble: 'blocked' });
    });
  }
}
