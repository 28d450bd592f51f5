/** The settings in a browser, in local storage. A change in another tab arrives here as well. */
import {
  defaultSettings,
  readSavedSettings,
  savedFormOf,
  SettingsChange,
  withChange,
  type SaveProblem,
  type Settings,
} from '@lectern/bridge';
import { Store, type ReadableStore } from '@lectern/state';
import loglevel from 'loglevel';

const log = loglevel.getLogger('bridge');

const KEY = 'lectern:settings';

export class BrowserSettings {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #listeners = new Set<(settings: Settings) => void>();
  readonly #problem = new Store<SaveProblem | null>(null);
  /** Settings that the storage refused; null while it has the latest. */
  #unsaved: Settings | null = null;

  /** The key under which unreadable settings were put aside; null where they could be read. */
  movedTo: string | null = null;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#storage = storage;
  }

  get saveProblem(): ReadableStore<SaveProblem | null> {
    return this.#problem;
  }

  /** Settings that cannot be read are put aside under another key, and the defaults apply. */
  read(): Settings {
    if (this.#unsaved !== null) return this.#unsaved;
    const text = this.#storage.getItem(KEY);
    if (text === null) return defaultSettings;
    try {
      return readSavedSettings(JSON.parse(text));
    } catch {
      this.#putAside(text);
      return defaultSettings;
    }
  }

  /** A change that the storage refuses, as where it is full, is in effect all the same. */
  update(change: Partial<Settings>): Settings {
    const settings = withChange(this.read(), SettingsChange.parse(change));
    this.#save(settings);
    for (const listener of this.#listeners) listener(settings);
    return settings;
  }

  /** Returns the unsubscribe. */
  onChange(listener: (settings: Settings) => void): () => void {
    const fromAnotherTab = (event: StorageEvent): void => {
      if (event.key === KEY) listener(this.read());
    };
    this.#listeners.add(listener);
    addEventListener('storage', fromAnotherTab);
    return () => {
      this.#listeners.delete(listener);
      removeEventListener('storage', fromAnotherTab);
    };
  }

  /** The old text is kept, and so nothing is replaced, where there is no room for a copy of it. */
  #putAside(text: string): void {
    const movedTo = `${KEY}:unreadable`;
    try {
      this.#storage.setItem(movedTo, text);
    } catch (error) {
      log.debug('The unreadable settings could not be put aside:', error);
      return;
    }
    this.movedTo = movedTo;
    this.#save(defaultSettings);
  }

  #save(settings: Settings): void {
    try {
      this.#storage.setItem(KEY, JSON.stringify(savedFormOf(settings)));
      this.#unsaved = null;
      this.#problem.set(null);
    } catch (error) {
      log.warn('The settings could not be saved:', error);
      this.#unsaved = settings;
      this.#problem.set({ why: 'not-writable', lost: 'changes' });
    }
  }
}
