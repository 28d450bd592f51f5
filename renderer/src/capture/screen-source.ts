/** The shared screen or window: chosen in the app's own picker or in the system's, replaced without a gap, and never shared unasked. */
import { Store, type ReadableStore } from '@lectern/state';
import type { DesktopApi, ScreenListing, ScreenPicker } from '@lectern/bridge';
import { captureScreen, type Captured } from './request-capture.ts';
import { watchTrack, type SourceDoubt } from './source-doubt.ts';

export type ScreenKind = ScreenListing['kind'];
/** `closed`: the window is gone. `gone`: the screen is. `unreadable`: it was chosen, but gives no picture. */
export type ScreenTrouble = 'blocked' | 'closed' | 'gone' | 'unreadable';

export type ScreenState =
  | { readonly name: 'off' }
  /** A picker is open, and nothing is shared yet. */
  | { readonly name: 'choosing' }
  | { readonly name: 'starting' }
  | {
      readonly name: 'on';
      readonly track: MediaStreamTrack;
      /** What came with it: a browser gives sound only so. In the app the computer's sound is a source of its own. */
      readonly sound: MediaStreamTrack | null;
      readonly label: string;
      readonly kind: ScreenKind;
      /** The display that a screen is, where the system tells. */
      readonly displayId: string | null;
    }
  | { readonly name: 'failed'; readonly trouble: ScreenTrouble };

type On = Extract<ScreenState, { name: 'on' }>;
type About = Omit<On, 'name' | 'track'>;

interface ScreenSourceOptions {
  readonly desktop: Pick<DesktopApi, 'allowCapture'>;
  readonly picker: ScreenPicker;
  /** Whether sound is to come with the screen, where it can come only so. */
  readonly wantsSound: () => boolean;
}

export class ScreenSource {
  readonly #options: ScreenSourceOptions;
  readonly #state = new Store<ScreenState>({ name: 'off' });
  readonly #picker = new Store<'closed' | 'open'>('closed');
  readonly #doubt = new Store<SourceDoubt | null>(null);
  #attempt = 0;
  #endWatch: () => void = () => undefined;

  constructor(options: ScreenSourceOptions) {
    this.#options = options;
  }

  get state(): ReadableStore<ScreenState> {
    return this.#state;
  }

  /** The app's own picker, which the UI shows while it is open. */
  get picker(): ReadableStore<'closed' | 'open'> {
    return this.#picker;
  }

  /** What is odd about a screen that is on. */
  get doubt(): ReadableStore<SourceDoubt | null> {
    return this.#doubt;
  }

  /** Lets the presenter choose, in whatever way this machine has. What is shared already goes on meanwhile. */
  async ask(): Promise<void> {
    if (this.#options.picker === 'app') {
      this.#picker.set('open');
      if (this.#state.get().name !== 'on') this.#set({ name: 'choosing' });
      return;
    }
    if (this.#state.get().name !== 'on') this.#set({ name: 'choosing' });
    await this.#options.desktop.allowCapture({ kind: 'system-picker' });
    await this.#capture((captured) => ({ ...describe(captured.picture), displayId: null, sound: captured.sound }));
  }

  /** Closes the app's own picker without a choice. */
  dismiss(): void {
    this.#picker.set('closed');
    if (this.#state.get().name === 'choosing') this.#set({ name: 'off' });
  }

  /** A choice from the app's own picker. */
  async choose({ id, label, kind, displayId }: Omit<ScreenListing, 'thumbnail' | 'appIcon'>): Promise<void> {
    this.#picker.set('closed');
    if (this.#state.get().name !== 'on') this.#set({ name: 'starting' });
    await this.#options.desktop.allowCapture({ kind: 'screen', id });
    await this.#capture(() => ({ label, kind, displayId, sound: null }));
  }

  stop(): void {
    this.#picker.set('closed');
    this.#set({ name: 'off' });
  }

  async #capture(about: (captured: Captured) => About): Promise<void> {
    const attempt = ++this.#attempt;
    try {
      const captured = await captureScreen({ sound: this.#options.picker === 'browser' && this.#options.wantsSound() });
      if (attempt === this.#attempt) {
        this.#set({ name: 'on', track: captured.picture, ...about(captured) });
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
    // In the system's own dialog, refusing is how one changes one's mind.
    const isDismissed = isRefused && this.#options.picker !== 'app';
    // What is shared already goes on.
    if (this.#state.get().name === 'on') return;
    this.#set(isDismissed ? { name: 'off' } : { name: 'failed', trouble: isRefused ? 'blocked' : 'unreadable' });
  }

  #set(next: ScreenState): void {
    this.#attempt += 1;
    const before = this.#state.get();
    this.#endWatch();
    this.#endWatch = () => undefined;
    this.#doubt.set(null);
    this.#state.set(next);
    if (before.name === 'on') {
      before.track.stop();
      before.sound?.stop();
    }
    if (next.name !== 'on') return;
    this.#endWatch = watchTrack(next.track, (doubt) => this.#doubt.set(doubt));
    next.track.addEventListener('ended', () => {
      if (this.#state.get() === next) this.#set(endOf(next, this.#options.picker));
    });
  }
}

/** Where the system shows the choice, it also shows the button that ends it: then the end was asked for. */
function endOf({ kind }: On, picker: ScreenPicker): ScreenState {
  if (picker !== 'app') return { name: 'off' };
  return { name: 'failed', trouble: kind === 'window' ? 'closed' : 'gone' };
}

/** What the system says of a choice made in its own dialog; the label of such a track is no text for people. */
function describe(picture: MediaStreamTrack): Pick<On, 'label' | 'kind' | 'displayId'> {
  const { displaySurface } = picture.getSettings();
  if (displaySurface === 'window') return { label: 'A window', kind: 'window', displayId: null };
  if (displaySurface === 'browser') return { label: 'A browser tab', kind: 'window', displayId: null };
  return { label: 'A screen', kind: 'screen', displayId: null };
}
