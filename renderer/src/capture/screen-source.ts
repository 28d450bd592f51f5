/**
 * The shared screen or window. The presenter chooses it in the app's picker or in the system's;
 * another choice replaces it without a gap.
 */
import log from 'loglevel';
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, ScreenListing, ScreenPicker } from '@lectern/bridge';
import { captureInTurn, captureScreen, type Captured } from './request-capture.ts';
import { watchTrack, type SourceWarning } from './source-warning.ts';

const logger = log.getLogger('capture');

export type ScreenKind = ScreenListing['kind'];
/**
 * `blocked`: not permitted · `closed`: the window was closed · `gone`: the screen was removed ·
 * `unreadable`: gives no picture.
 */
export type ScreenTrouble = 'blocked' | 'closed' | 'gone' | 'unreadable';

export type ScreenState =
  | { readonly name: 'off' }
  /** A picker is open, and no screen is shared yet. */
  | { readonly name: 'choosing' }
  | { readonly name: 'starting' }
  | {
      readonly name: 'on';
      readonly track: MediaStreamTrack;
      /**
       * The sound of a shared tab or screen, in a browser. In the app the system sound is a source
       * of its own.
       */
      readonly sound: MediaStreamTrack | null;
      /** The window's title or the screen's name; null from the system's own picker. */
      readonly label: string | null;
      readonly kind: ScreenKind | 'tab';
      /** The display's id, if it is a screen and the system says which. */
      readonly displayId: string | null;
    }
  | { readonly name: 'failed'; readonly trouble: ScreenTrouble };

type On = Extract<ScreenState, { name: 'on' }>;
type Description = Omit<On, 'name' | 'track'>;

interface ScreenSourceOptions {
  readonly desktop: Pick<DesktopApi, 'allowCapture'>;
  readonly picker: ScreenPicker;
  /** Whether to capture sound with the screen. Only a browser asks. */
  readonly wantsSound: () => boolean;
}

export class ScreenSource {
  readonly #options: ScreenSourceOptions;
  readonly #state = new Store<ScreenState>({ name: 'off' });
  readonly #picker = new Store<'closed' | 'open'>('closed');
  readonly #warning = new Store<SourceWarning | null>(null);
  #attempt = 0;
  #stopWatching: () => void = () => undefined;

  constructor(options: ScreenSourceOptions) {
    this.#options = options;
  }

  get state(): ReadableStore<ScreenState> {
    return this.#state;
  }

  /** The app's own picker. */
  get picker(): ReadableStore<'closed' | 'open'> {
    return this.#picker;
  }

  /** Why a screen that is on gives nothing; null if it does. */
  get warning(): ReadableStore<SourceWarning | null> {
    return this.#warning;
  }

  /**
   * Opens the app's picker or the system's. A screen that is already shared stays shared meanwhile.
   */
  async ask(): Promise<void> {
    if (this.#options.picker === 'app') {
      this.#picker.set('open');
      if (this.#state.get().name !== 'on') this.#set({ name: 'choosing' });
      return;
    }
    if (this.#state.get().name !== 'on') this.#set({ name: 'choosing' });
    await captureInTurn(async () => {
      await this.#options.desktop.allowCapture({ kind: 'system-picker' });
      await this.#capture((captured) => ({
        ...descriptionOf(captured.picture),
        displayId: null,
        sound: captured.sound,
      }));
    });
  }

  /** Closes the app's own picker without a choice. */
  dismiss(): void {
    this.#picker.set('closed');
    if (this.#state.get().name === 'choosing') this.#set({ name: 'off' });
  }

  /** Shares the presenter's choice in the app's own picker. */
  async choose({ id, label, kind, displayId }: Omit<ScreenListing, 'thumbnail' | 'appIcon'>): Promise<void> {
    this.#picker.set('closed');
    if (this.#state.get().name !== 'on') this.#set({ name: 'starting' });
    await captureInTurn(async () => {
      await this.#options.desktop.allowCapture({ kind: 'screen', id });
      await this.#capture(() => ({ label, kind, displayId, sound: null }));
    });
  }

  stop(): void {
    this.#picker.set('closed');
    this.#set({ name: 'off' });
  }

  close(): void {
    this.stop();
  }

  async #capture(describe: (captured: Captured) => Description): Promise<void> {
    const attempt = ++this.#attempt;
    try {
      const captured = await captureScreen({ sound: this.#options.picker === 'browser' && this.#options.wantsSound() });
      if (attempt === this.#attempt) {
        this.#set({ name: 'on', track: captured.picture, ...describe(captured) });
        return;
      }
      captured.picture.stop();
      captured.sound?.stop();
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
    // The system's own dialog reports a cancelled choice as refused.
    const isDismissed = isRefused && this.#options.picker !== 'app';
    logger.debug('The screen was not captured:', error);
    // A screen that is already shared stays shared.
    if (this.#state.get().name === 'on') return;
    this.#set(isDismissed ? { name: 'off' } : { name: 'failed', trouble: isRefused ? 'blocked' : 'unreadable' });
  }

  #set(next: ScreenState): void {
    this.#attempt += 1;
    const before = this.#state.get();
    this.#stopWatching();
    this.#stopWatching = () => undefined;
    this.#warning.set(null);
    this.#state.set(next);
    if (next.name === 'failed') logger.warn(`The screen failed: ${next.trouble}.`);
    else if (next.name !== before.name) logger.info(`The screen is ${next.name}.`);
    if (before.name === 'on') {
      before.track.stop();
      before.sound?.stop();
    }
    if (next.name !== 'on') return;
    this.#stopWatching = watchTrack(next.track, (warning) => this.#warning.set(warning));
    next.track.addEventListener('ended', () => {
      if (this.#state.get() === next) this.#set(endedState(next, this.#options.picker));
    });
  }
}

/**
 * The system's picker also shows a button to stop sharing, so the presenter has probably pressed
 * it.
 */
function endedState({ kind }: On, picker: ScreenPicker): ScreenState {
  if (picker !== 'app') return { name: 'off' };
  return { name: 'failed', trouble: kind === 'window' ? 'closed' : 'gone' };
}

/** Describes a choice from the system's own dialog. The label of its track is not readable text. */
function descriptionOf(picture: MediaStreamTrack): Pick<On, 'label' | 'kind' | 'displayId'> {
  const { displaySurface } = picture.getSettings();
  const kind = displaySurface === 'browser' ? 'tab' : displaySurface === 'window' ? 'window' : 'screen';
  return { label: null, kind, displayId: null };
}
